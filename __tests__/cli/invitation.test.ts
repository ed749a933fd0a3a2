import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { CommandLine } from './command-line.ts';
import { audit, stored } from './stored.ts';

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
});
afterAll(() => dockpass.remove());

const run = (...args: string[]) => dockpass.run(['invitation', ...args]);
const acme = ['--organization', 'acme'];

const listed = async (): Promise<string[][]> =>
  (await run('list', ...acme)).stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/ {2,}/));

test('somebody is invited, shown, and no more once that is withdrawn', async () => {
  const invited = await run('create', 'Eve@example.com', ...acme, '--role', 'member');
  expect(invited).toMatchObject({ exitCode: 0, stderr: '' });
  expect(invited.stdout).toMatch(
    /^invited eve@example.com to acme as member, until \d{4}-.*\nhttp:\S+\/invitations\/[\w-]{43}\n$/,
  );
  const [[id = '', ...row] = []] = await listed();
  const another = await run('link', id);
  expect(another.stdout).toMatch(/^http:\S+\/invitations\/[\w-]{43}\n$/);
  expect(invited.stdout).not.toContain(another.stdout.trim());
  expect(row.slice(0, 3)).toEqual(['eve@example.com', 'member', 'operator']);
  const users = await stored(dockpass, (store) =>
    store.read((records) => records.users.findByEmail('eve@example.com')),
  );
  expect(users).toBeUndefined();

  expect((await run('delete', id)).stdout).toBe(
    'withdrew the invitation of eve@example.com to acme\n',
  );
  expect(await listed()).toEqual([]);
  expect((await audit(dockpass)).slice(-3)).toMatchObject([
    {
      action: 'invitation.create',
      actor: 'operator',
      scopes: [{ projectId: null }],
      detail: { before: null, after: { email: 'eve@example.com', role: 'member' } },
    },
    { action: 'invitation_link.create', detail: { before: null, after: { invitation_id: id } } },
    { action: 'invitation.delete', detail: { before: { id }, after: null } },
  ]);
});

test.each([
  [['create', 'ada@example.com', ...acme, '--role', 'member'], 1, 'a member already'],
  [['create', 'ada@example.com', '--organization', 'none', '--role', 'member'], 1, 'none'],
  [['create', 'ada@example.com', ...acme], 2, '--role'],
  [['create', 'ada', ...acme, '--role', 'member'], 2, 'e-mail'],
  [['delete', 'x'], 1, 'there is no invitation x; dockpass invitation list'],
])('%j is refused', async (args, exitCode, message) => {
  const refused = await run(...args);
  expect(refused).toMatchObject({ exitCode, stdout: '' });
  expect(refused.stderr).toContain(message);
});

test('to add somebody without asking settles what they were asked', async () => {
  await run('create', 'kim@example.com', ...acme, '--role', 'member');
  await dockpass.run(['user', 'create', 'kim@example.com', ...acme, '--role', 'member']);
  expect(await listed()).toEqual([]);
});
