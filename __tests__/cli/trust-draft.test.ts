import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { recordJobs } from '../exchange/recorded-jobs.ts';
import { CommandLine } from './command-line.ts';
import { stored } from './stored.ts';

let dockpass: CommandLine;

beforeEach(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
});
afterEach(() => dockpass.remove());

const referenceOf = async (claims: Record<string, string>) =>
  await stored(dockpass, async (store) => {
    const [event] = await recordJobs(store, [{ claims, permissions: ['build'] }]);
    return event?.id ?? '';
  });

test('prints an entry that trust create takes', async () => {
  const reference = await referenceOf({ repository: 'acme/api', environment: 'production' });
  const { stdout, ...ended } = await dockpass.run(['trust', 'draft', 'acme/web', reference]);
  expect(ended).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('repository: acme/api\nrepository_id: "260064828"\n');
  expect(stdout).toContain('environments: [production]\n');
  expect(stdout).toContain('permissions: [build]\n');
  const created = await dockpass.run(
    ['trust', 'create', 'acme/web', '--file', '-', '--json'],
    stdout,
  );
  expect(JSON.parse(created.stdout)).toMatchObject({
    repository: 'acme/api',
    refs: ['refs/heads/main'],
    events: ['push'],
    warnings: [],
  });
});

test('warns of what is dangerous beside the entry, not in it', async () => {
  const reference = await referenceOf({ event_name: 'issue_comment' });
  const { stdout, stderr } = await dockpass.run(['trust', 'draft', 'acme/web', reference]);
  expect(stdout).toContain('events: [issue_comment]');
  expect(stderr).toContain('Strangers can start jobs by issue_comment');
});

test('--json has the sentence, too', async () => {
  const reference = await referenceOf({});
  const { stdout } = await dockpass.run(['trust', 'draft', 'acme/web', reference, '--json']);
  expect(JSON.parse(stdout).sentence).toMatch(/^Jobs of acme\/web on branch main, started by push/);
});

test('says what to send if the reference names nothing', async () => {
  const { exitCode, stderr } = await dockpass.run([
    'trust',
    'draft',
    'acme/web',
    '01a20a6c-7a1e-7b0e-9c53-2d6f2b8f1c11',
  ]);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('names no audit event that you may read');
});
