import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

/** What a step prints that says something by `method` of the real runner. */
function printed(method: 'info' | 'warn' | 'fail', ...texts: string[]): string {
  const program = `
    import { runStep } from './src/action/runner.ts';
    await runStep(async (runner) => (runner.${method}(...${JSON.stringify(texts)}), 0), 1);`;
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

test('a line of the log that somebody else has a word in is no workflow command', () => {
  const log = printed('info', 'seen:\n::add-mask::x\n##[error]y');
  expect(log).not.toMatch(/^::|##\[/m);
  expect(log).toContain('add-mask');
});

test.each(['warn', 'fail'] as const)('%s: one command, whatever the texts hold', (method) => {
  const log = printed(method, 'title\n::add-mask::x', 'seen:\n::add-mask::x');
  expect(log.trimEnd().split('\n')).toHaveLength(1);
  expect(log.match(/^::\w+/)?.[0]).toBe(method === 'warn' ? '::warning' : '::error');
});
