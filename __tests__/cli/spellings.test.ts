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

test.each([
  ['project show acme/wbe', 'there is no project acme/wbe; did you mean acme/web?'],
  ['trust list acme/wb', 'there is no project acme/wb; did you mean acme/web?'],
  ['organization show acm', 'there is no organization acm; did you mean acme?'],
  ['user show ada@exmple.com', 'there is no user ada@exmple.com; did you mean ada@example.com?'],
  ['user show bob@example.com', 'there is no user bob@example.com; dockpass user list shows'],
  ['registry show offise', 'there is no registry offise; did you mean office?'],
  [
    'issuer show https://token.actions.githubusercontnt.com',
    'did you mean https://token.actions.githubusercontent.com?',
  ],
  [
    'project show acme/something-else',
    'there is no project acme/something-else; dockpass project list shows those that you can see',
  ],
  ['project show nowhere/web', 'there is no project nowhere/web; dockpass project list shows'],
])('%s: %s', async (commandLine, message) => {
  const { exitCode, stdout, stderr } = await dockpass.run(commandLine.split(' '));
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain(message);
});
