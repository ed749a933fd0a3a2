import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

/** Windows has neither pipes nor devices in its folders. */
const testUnix = process.platform === 'win32' ? test.skip : test;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockpass-runner-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function makePipe(): string {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

/** A process that waits in the kernel for a pipe hears no other signal. */
const DEADLY = { timeout: 20_000, killSignal: 'SIGKILL' } as const;

/** What the real runner makes of `call`, in a process that may not take for ever. */
function outcomeOf(call: string, variable: string, path: string) {
  const program = `
    import { runStep } from './src/action/runner.ts';
    await runStep(async (runner) => {
      try {
        console.log('returned', typeof runner.${call});
      } catch (error) {
        console.log('threw', error.message);
      }
      return 0;
    }, 1);`;
  const { stdout, signal } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { env: { ...process.env, [variable]: path }, encoding: 'utf8', ...DEADLY },
  );
  return { stdout, signal };
}

testUnix.each([
  ["output('name', 'value')", 'GITHUB_OUTPUT'],
  ["exportVariable('NAME', 'value')", 'GITHUB_ENV'],
  ["saveState('value')", 'GITHUB_STATE'],
  ["addPath('/folder')", 'GITHUB_PATH'],
])('%s does not wait for a reader of the pipe in %s', (call, variable) => {
  const { stdout, signal } = outcomeOf(call, variable, makePipe());
  expect(signal).toBeNull();
  expect(stdout).toMatch(new RegExp(`^threw .*${variable}`));
});

testUnix('a summary does not wait for a reader of a pipe either', () => {
  const { stdout, signal } = outcomeOf("summarize('text')", 'GITHUB_STEP_SUMMARY', makePipe());
  expect(signal).toBeNull();
  expect(stdout).toContain('GITHUB_STEP_SUMMARY');
});

testUnix.each(['a pipe', '/dev/zero'])('an event in %s is not waited for, nor read', (path) => {
  const event = path === 'a pipe' ? makePipe() : path;
  const { stdout, signal } = outcomeOf('event()', 'GITHUB_EVENT_PATH', event);
  expect({ stdout, signal }).toEqual({ stdout: 'threw is not a file\n', signal: null });
});

test('files are read and written as ever', () => {
  const path = join(folder, 'file');
  writeFileSync(path, '{}');
  expect(outcomeOf('event()', 'GITHUB_EVENT_PATH', path).stdout).toBe('returned object\n');
  expect(outcomeOf("summarize('text')", 'GITHUB_STEP_SUMMARY', path).signal).toBeNull();
  expect(outcomeOf("output('name', 'value')", 'GITHUB_OUTPUT', path).signal).toBeNull();
  expect(readFileSync(path, 'utf8')).toMatch(/^\{\}text\nname<<(\S+)\nvalue\n\1\n$/);
});
