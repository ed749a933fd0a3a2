import { spawnSync } from 'node:child_process';
import { appendFile, cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test.each([[[]], [['--check']]])(
  'a type error ends the build (%j) with the words of the compiler, and no stack',
  async (options) => {
    await appendFile(join(folder, 'src/action/main.ts'), 'export const wrong: number = "text";\n');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/build.ts', ...options],
      { cwd: folder, encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^src\/action\/main\.ts\(\d+,14\): error TS2322: /),
      'Nothing was built: typescript/bin/tsc found the faults above.',
    ]);
    expect(await readdir(folder)).not.toContain('dist');
  },
);
