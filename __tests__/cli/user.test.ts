import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { CommandLine } from './command-line.ts';
import { audit, storedToken } from './stored.ts';

const SECRET = /^dpu_[0-9A-Za-z]{36}\n$/;

let dockpass: CommandLine;
beforeEach(async () => {
  dockpass = await CommandLine.open();
});
afterEach(() => dockpass.remove());

describe('the first admin', () => {
  test('is made on an empty database; the secret is alone on standard output', async () => {
    const made = await dockpass.run(['user', 'create', 'Ada@Example.com', '--operator', '--token']);
    expect(made.exitCode).toBe(0);
    expect(made.stdout).toMatch(SECRET);
    expect(made.stderr).toContain('created user ada@example.com, an operator\n');
    expect(await storedToken(dockpass, made.stdout)).toMatchObject({
      kind: 'user',
      user: { email: 'ada@example.com', operator: true, disabledAt: null },
      expiresAt: null,
    });
  });

  test('leaves events of the operator, and the secret nowhere but on standard output', async () => {
    const made = await dockpass.run([
      ...['user', 'create', 'ada@example.com', '--operator'],
      ...['--token', '--description', 'laptop'],
    ]);
    const events = await audit(dockpass);
    expect(events).toMatchObject([
      {
        action: 'user.create',
        actor: 'operator',
        decision: 'changed',
        detail: { before: null, after: { email: 'ada@example.com', operator: true } },
      },
      {
        action: 'user_token.create',
        actor: 'operator',
        detail: { before: null, after: { user: 'ada@example.com', description: 'laptop' } },
      },
    ]);
    const secret = made.stdout.trimEnd();
    const listed = await dockpass.run(['token', 'list', '--user', 'ada@example.com']);
    expect(listed.stdout).toContain('laptop');
    for (const text of [made.stderr, JSON.stringify(events), listed.stdout])
      expect(text).not.toContain(secret.slice(0, 12));
  });
});

test('a user of the policy file becomes an operator, and gets a token', async () => {
  await dockpass.run(['apply', '-'], EXAMPLE);
  const args = ['user', 'create', 'ada@example.com', '--operator', '--token'];
  const made = await dockpass.run(args);
  expect(made.stderr).toContain('made user ada@example.com an operator\n');
  expect(await storedToken(dockpass, made.stdout)).toMatchObject({
    user: { operator: true },
    memberships: [{ role: 'admin' }],
  });
  expect((await audit(dockpass)).at(-2)).toMatchObject({
    action: 'user.update',
    detail: { before: { operator: false }, after: { operator: true } },
  });
});

test('nothing is asked for that is not so already: nothing changes, no event', async () => {
  const make = ['user', 'create', 'ada@example.com', '--operator'];
  await dockpass.run(make);
  const again = await dockpass.run(make);
  expect(again).toMatchObject({ exitCode: 0, stdout: '' });
  expect(again.stderr).toBe('nothing to change: ada@example.com has all of this already\n');
  expect(await audit(dockpass)).toHaveLength(1);
});

describe('membership', () => {
  const join = (...args: string[]) =>
    dockpass.run(['user', 'create', 'bob@example.com', '--organization', ...args]);

  test('is given and changed, with events that the admins of the organization may read', async () => {
    await dockpass.run(['apply', '-'], EXAMPLE);
    expect((await join('acme', '--role', 'member')).exitCode).toBe(0);
    expect((await join('acme', '--role', 'admin')).exitCode).toBe(0);
    expect((await dockpass.run(['export'])).stdout).toContain(
      '{user: bob@example.com, role: admin}',
    );
    const events = (await audit(dockpass)).slice(-2);
    expect(events).toMatchObject([
      { action: 'member.create', detail: { before: null, after: { role: 'member' } } },
      { action: 'member.update', detail: { before: { role: 'member' }, after: { role: 'admin' } } },
    ]);
    for (const { scopes } of events)
      expect(scopes).toEqual([{ organizationId: expect.any(String), projectId: null }]);
  });

  test('of an organization that is not there: no user is made either', async () => {
    const { exitCode, stdout, stderr } = await join('acme', '--role', 'member', '--token');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe(
      'dockpass: there is no organization acme; dockpass organization list shows those that you can see\n',
    );
    expect((await dockpass.run(['user', 'list'])).stdout).not.toContain('bob@example.com');
  });
});

test('a disabled user has no working token, gets no new one, and comes back with the old', async () => {
  const made = await dockpass.run(['user', 'create', 'bob@example.com', '--token']);
  const isDisabled = async () => {
    const token = await storedToken(dockpass, made.stdout);
    return token?.kind === 'user' && token.user.disabledAt !== null;
  };
  const disabled = await dockpass.run(['user', 'disable', 'bob@example.com']);
  expect(disabled).toEqual({ exitCode: 0, stdout: 'disabled bob@example.com\n', stderr: '' });
  expect(await isDisabled()).toBe(true);
  const list = await dockpass.run(['user', 'list']);
  expect(list.stdout).toMatch(/^bob@example\.com +disabled +no +- +\d{4}-/m);
  const tokens = await dockpass.run(['token', 'list', '--user', 'bob@example.com']);
  expect(tokens.stdout).toContain('user disabled');

  for (const command of [
    ['user', 'create', 'bob@example.com', '--token'],
    ['token', 'create', '--user', 'bob@example.com', '--description', 'x'],
  ]) {
    const { exitCode, stdout, stderr } = await dockpass.run(command);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/enable (?:the user|bob@example\.com)/);
  }

  const again = await dockpass.run(['user', 'disable', 'bob@example.com']);
  expect(again.stdout).toBe('bob@example.com was disabled already\n');
  await dockpass.run(['user', 'enable', 'bob@example.com']);
  expect(await isDisabled()).toBe(false);
  expect((await audit(dockpass)).slice(2)).toMatchObject([
    { action: 'user.update', detail: { before: { disabled: false }, after: { disabled: true } } },
    { action: 'user.update', detail: { before: { disabled: true }, after: { disabled: false } } },
  ]);
});

test('the last operator who is disabled takes a warning along; another one does not', async () => {
  for (const name of ['ada', 'bob'])
    await dockpass.run(['user', 'create', `${name}@example.com`, '--operator']);
  const one = await dockpass.run(['user', 'disable', 'bob@example.com']);
  expect(one.stderr).toBe('');
  const last = await dockpass.run(['user', 'disable', 'ada@example.com']);
  expect(last).toMatchObject({ exitCode: 0, stdout: 'disabled ada@example.com\n' });
  expect(last.stderr).toMatch(/^! ada@example\.com was the last operator: .+\n$/);
  expect(last.stderr).toContain('dockpass user enable ada@example.com');
  const back = await dockpass.run(['user', 'enable', 'ada@example.com']);
  expect(back.stderr).toBe('');
});

test('nobody of that name: which command shows users', async () => {
  await dockpass.run(['user', 'create', 'ada@example.com']);
  const { exitCode, stderr } = await dockpass.run(['user', 'disable', 'bob@example.com']);
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    'dockpass: there is no user bob@example.com; dockpass user list shows those that you can see\n',
  );
});

test('an operator becomes none, and a user is deleted with their tokens', async () => {
  for (const name of ['ada', 'bob'])
    await dockpass.run(['user', 'create', `${name}@example.com`, '--operator']);
  const { stdout: printed } = await dockpass.run([
    ...['token', 'create', '--user', 'bob@example.com', '--description', 'laptop'],
  ]);
  const updated = await dockpass.run(['user', 'update', 'bob@example.com', '--no-operator']);
  expect(updated).toEqual({
    exitCode: 0,
    stdout: 'bob@example.com is not an operator any more\n',
    stderr: '',
  });
  const shown = await dockpass.run(['user', 'show', 'bob@example.com', '--json']);
  expect(JSON.parse(shown.stdout)).toMatchObject({ email: 'bob@example.com', operator: false });
  await dockpass.run(['user', 'delete', 'bob@example.com']);
  expect(await storedToken(dockpass, printed)).toBeUndefined();
  const listed = await dockpass.run(['user', 'list', '--json']);
  expect(JSON.parse(listed.stdout)).toMatchObject([{ email: 'ada@example.com' }]);
  const unclear = await dockpass.run(['user', 'update', 'ada@example.com']);
  expect(unclear).toMatchObject({ exitCode: 2, stdout: '' });
});
