import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { readActionMetadata } from '../support/runner/action-metadata.ts';
import { REPOSITORY } from '../support/runner.ts';

/** What a step prints that does `work` with the real runner, in an environment without inputs. */
function printed(work: string): string {
  const program = `
    import { runStep } from './src/action/runner.ts';
    await runStep(async (runner) => (${work}, 0), 1);`;
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** What it prints when it says something by `method`. */
const said = (method: 'info' | 'warn' | 'fail', ...texts: string[]) =>
  printed(`runner.${method}(...${JSON.stringify(texts)})`);

test('a line of the log that somebody else has a word in is no workflow command', () => {
  const log = said('info', 'seen:\n::add-mask::x\n##[error]y');
  expect(log).not.toMatch(/^::|##\[/m);
  expect(log).toContain('add-mask');
});

test.each(['warn', 'fail'] as const)('%s: one command, whatever the texts hold', (method) => {
  const log = said(method, 'title\n::add-mask::x', 'seen:\n::add-mask::x');
  expect(log.trimEnd().split('\n')).toHaveLength(1);
  expect(log.match(/^::\w+/)?.[0]).toBe(method === 'warn' ? '::warning' : '::error');
});

test('the defaults that the code has for inputs with a hyphen are those of action.yml', async () => {
  const { inputs } = await readActionMetadata(REPOSITORY);
  const hyphenated = [...inputs].filter(([name]) => name.includes('-'));
  const names = JSON.stringify(hyphenated.map(([name]) => name));

  const read = printed(`runner.info(JSON.stringify(${names}.map(runner.input)))`);

  const constant = (text = '') => (text.startsWith('${{') ? '' : text);
  expect(JSON.parse(read)).toEqual(hyphenated.map(([, fallback]) => constant(fallback)));
});
