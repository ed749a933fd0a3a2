import { spawnSync } from 'node:child_process';
import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

// The compiler is a process of its own, and the machine may be busy.
jest.setTimeout(120_000);

/** What the build reads, so that a fault can be put into a copy of it. */
const SOURCES = ['src', 'scripts', 'tsconfig.json', 'package.json', 'action.yml', 'README.md'];

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockpass-build-'));
  for (const name of SOURCES) await cp(name, join(folder, name), { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'), 'junction');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs the copy's build. */
function build(options: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/build.ts', ...options], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, complaints: stderr.trimEnd().replaceAll(sep, '/').split('\n') };
}

test.each([[[]], [['--check']]])(
  'a type error ends the build (%j) with the words of the compiler, and no stack',
  async (options) => {
    await appendFile(join(folder, 'src/action/main.ts'), 'export const wrong: number = "text";\n');
    const { status, stdout, complaints } = build(options);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(complaints).toEqual([
      expect.stringMatching(/^src\/action\/main\.ts\(\d+,14\): error TS2322: /),
      'Nothing was built: typescript/bin/tsc found the faults above.',
    ]);
    expect(await readdir(folder)).not.toContain('dist');
  },
);

test('--check names what is not as the sources have it, and leaves it alone', async () => {
  await cp('docs', join(folder, 'docs'), { recursive: true });
  // Of its own: paths that lead out by way of the linked packages give modules other numbers.
  expect(build([])).toMatchObject({ status: 0 });
  await rm(join(folder, 'dist/main/licenses.txt'));
  await appendFile(join(folder, 'dist/post/index.js'), '// edited\n');
  await writeFile(join(folder, 'dist/post/extra.js'), '');
  const readme = join(folder, 'README.md');
  const edited = (await readFile(readme, 'utf8')).replace(/^\| `project` \|.*$/m, '| edited |');
  await writeFile(readme, edited);

  const { status, complaints } = build(['--check']);

  expect(status).toBe(1);
  expect(complaints.toSorted()).toEqual([
    'Run `npm run build` and commit the result.',
    'The tables in README.md are not those of action.yml.',
    'dist/main/licenses.txt is not what src/action builds.',
    'dist/post/extra.js is not what src/action builds.',
    'dist/post/index.js is not what src/action builds.',
  ]);
  expect(await readFile(readme, 'utf8')).toBe(edited);
});
