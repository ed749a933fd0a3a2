import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { CommandLine } from './command-line.ts';

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
  await dockpass.run(['registry', 'create', 'office', '--host', 'registry.example.com']);
});
afterAll(() => dockpass.remove());

test.each([
  ['audit --limit 1', 'audit list --limit 1'],
  ['audit', 'audit list'],
  ['audit list --after', 'audit export --after'],
  ['registry-config office --certificate', 'registry config office --certificate'],
  [
    'registry add office --host registry.example.com',
    'registry set office --host registry.example.com',
  ],
  ['registry remove none', 'registry delete none'],
  ['builder remove acme/none', 'builder delete acme/none'],
])('%s does what %s does, and says so', async (was, is) => {
  const former = await dockpass.run(was.split(' '));
  const today = await dockpass.run(is.split(' '));
  const [note, ...others] = former.stderr.split('\n');
  expect(note).toMatch(/^! 'dockpass .+' is now 'dockpass .+'$/);
  expect({ ...former, stderr: others.join('\n') }).toEqual(today);
});
