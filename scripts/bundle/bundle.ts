import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licenses } from './licenses.ts';
import { StepFailure } from './step-failure.ts';

const ENTRIES = ['main', 'post', 'docker-credential-dockpass'] as const;

const BANNER = `// Built from src/action by \`npm run build\`; comments are left there. Licences: licenses.txt.
`;

/**
 * Bundles the action's entries into `out`, one folder each, by way of `scratch`, a folder two levels
 * below the root. What comes out depends on the sources and the lockfile only, not on where the
 * repository lies.
 */
export function bundle(root: string, scratch: string, out: string): void {
  const work = join(scratch, 'work');
  compile(root, work);
  for (const entry of ENTRIES) bundleEntry(root, work, entry, join(out, entry));
}

function compile(root: string, work: string): void {
  run(root, 'typescript/bin/tsc', ['-p', 'scripts/tsconfig.build.json', '--outDir', work], root);
  // ncc reads the tsconfig.json of its working directory; its paths lead to the stand-ins, and to
  // a copy of @actions/core in which those take the place of three modules.
  copyFileSync(join(root, 'scripts/bundle/stand-ins.json'), join(work, 'tsconfig.json'));
  cpSync(join(root, 'node_modules/@actions/core/lib'), join(work, 'actions-core'), TREE);
  cpSync(join(root, 'scripts/bundle/stand-ins'), work, TREE);
}

const TREE = { recursive: true, force: true };

function bundleEntry(root: string, work: string, entry: string, out: string): void {
  const raw = join(work, `raw-${entry}`);
  run(root, '@vercel/ncc/dist/ncc/cli.js', ['build', `action/${entry}.js`, '-C', '-o', raw], work);
  mkdirSync(out, { recursive: true });
  const scripts = readdirSync(raw).filter((name) => name.endsWith('.js'));
  for (const name of scripts) writeFileSync(join(out, name), readable(root, raw, name));
  copyFileSync(join(raw, 'package.json'), join(out, 'package.json'));
  const sources = scripts.map((name) => readFileSync(join(raw, name), 'utf8'));
  writeFileSync(join(out, 'licenses.txt'), licenses(root, sources));
}

/**
 * The bundle without comments and with tabs: nothing is renamed or folded, yet it is a third
 * smaller. Most comments in it are the libraries' documentation of what is never called here.
 */
function readable(root: string, folder: string, name: string): string {
  const bare = join(folder, 'bare');
  run(root, 'typescript/bin/tsc', [...STRIP, '--outDir', bare, name], folder);
  const input = readFileSync(join(bare, name));
  return BANNER + run(root, '@biomejs/biome/bin/biome', FORMAT, root, input);
}

const STRIP = [
  ...['--ignoreConfig', '--removeComments', '--allowJs', '--noCheck', '--noResolve'],
  ...['--target', 'esnext', '--module', 'esnext', '--moduleResolution', 'bundler'],
];

const FORMAT = [
  ...['format', '--stdin-file-path=bundle.js', '--indent-style=tab', '--line-width=120'],
  '--javascript-formatter-quote-style=single',
];

/** Runs a program of an npm package with this Node; its standard output. */
function run(root: string, bin: string, args: string[], cwd: string, input?: Buffer): string {
  const { status, stdout, error } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', bin), ...args],
    {
      cwd,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      ...(input && { input }),
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  if (error) throw error;
  // The compiler prints its messages to standard output.
  if (status !== 0) throw new StepFailure(bin, stdout);
  return stdout;
}
