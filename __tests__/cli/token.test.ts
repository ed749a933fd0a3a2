import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXAMPLE } from '../exchange/policy/examples.ts';
import { CommandLine } from './command-line.ts';
import { audit, exchangeForJob, opens, storedToken } from './stored.ts';

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
});
afterAll(() => dockpass.remove());

const create = (...args: string[]) => dockpass.run(['token', 'create', ...args]);
const forProject = ['--project', 'acme/web', '--description', 'nightly mirror'];
const forUser = ['--user', 'ada@example.com', '--description', 'laptop'];

async function isRevoked(printed: string): Promise<boolean> {
  return ((await storedToken(dockpass, printed))?.revokedAt ?? null) !== null;
}

describe('token create', () => {
  test('for a project: the secret alone on standard output, stored as asked for', async () => {
    const args = ['token', 'create', ...forProject, '--permissions', 'pull,build'];
    const made = await dockpass.run([...args, '--expires', '90d']);
    expect(made.exitCode).toBe(0);
    expect(made.stdout).toMatch(/^dpp_[0-9A-Za-z]{36}\n$/);
    expect(made.stderr).toMatch(/^created a project token of acme\/web, which ends at \d{4}-.*\n$/);
    const token = await storedToken(dockpass, made.stdout);
    expect(token).toMatchObject({
      kind: 'project',
      project: 'acme/web',
      permissions: ['build', 'pull'],
    });
    const lifetime = Number(token?.expiresAt) - Number(token?.createdAt);
    expect(Math.abs(lifetime - 90 * 86_400)).toBeLessThan(60);
  });

  test('for a user, until a day; everything of a project if nothing is said', async () => {
    const user = await create(...forUser, '--expires', '2199-01-31');
    expect(user.stdout).toMatch(/^dpu_[0-9A-Za-z]{36}\n$/);
    expect(await storedToken(dockpass, user.stdout)).toMatchObject({
      user: { email: 'ada@example.com' },
      expiresAt: Date.UTC(2199, 0, 31) / 1000,
    });
    const project = await create(...forProject);
    expect(await storedToken(dockpass, project.stdout)).toMatchObject({
      permissions: ['build', 'push', 'pull'],
      expiresAt: null,
    });
  });

  test('leaves an event that tells what was made, and never the secret', async () => {
    const { stdout, stderr } = await create(...forProject, '--permissions', 'pull');
    const event = (await audit(dockpass)).at(-1);
    expect(event).toMatchObject({
      action: 'project_token.create',
      actor: 'operator',
      projects: ['acme/web'],
      scopes: [
        {
          organizationId: expect.any(String),
          projectId: expect.any(String),
          project: 'acme/web',
        },
      ],
      tokenHashPrefix: expect.stringMatching(/^[0-9a-f]{12}$/),
      detail: { before: null, after: { description: 'nightly mirror', permissions: ['pull'] } },
    });
    for (const text of [stderr, JSON.stringify(event)])
      expect(text).not.toContain(stdout.slice(0, 12));
  });

  test.each([
    [[], 'dockpass: give either --user or --project\ndockpass: give --description, too'],
    [forUser.slice(0, 2), 'dockpass: give --description, too: what the token is for'],
    [['--description', 'x'], 'give either --user or --project'],
    [[...forProject, '--user', 'ada@example.com'], 'give either --user or --project'],
    [[...forUser, '--permissions', 'pull'], '--permissions is for project tokens'],
    [[...forUser, '--expires', '2027'], 'Write it like 90d'],
    [[...forUser, '--expires', '2020-01-31'], '2020-01-31T00:00:00Z is in the past'],
    [[...forUser.slice(0, 2), '--description', ' '], 'It is empty'],
    [[...forUser.slice(0, 2), '--description', 'a\u202eb'], 'invisible character'],
    [['--user', 'ada', '--description', 'x'], 'It is not a valid e-mail address'],
  ])('%j makes no sense, and no token', async (args, message) => {
    const { exitCode, stdout, stderr } = await create(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test.each([
    [['--project', 'acme/nowhere', '--description', 'x'], 'there is no project acme/nowhere'],
    [['--user', 'bob@example.com', '--description', 'x'], 'there is no user bob@example.com'],
  ])('%j: what is not there gets no token', async (args, message) => {
    const { exitCode, stdout, stderr } = await create(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(message);
  });
});

test('token list shows what is kept of each token, and no secret', async () => {
  const made = await create(...forProject, '--expires', '2199-01-31');
  const id = (await storedToken(dockpass, made.stdout))?.id ?? '';
  const { exitCode, stdout } = await dockpass.run(['token', 'list', '--project', 'acme/web']);
  expect(exitCode).toBe(0);
  const [headings = '', ...rows] = stdout.trimEnd().split('\n');
  expect(headings.split(/ {2,}/)).toEqual([
    ...['ID', 'DESCRIPTION', 'STATE', 'CREATED', 'LAST USED', 'EXPIRES'],
    ...['PERMISSIONS', 'CREATED BY'],
  ]);
  expect(rows.map((row) => row.split(/ {2,}/))).toContainEqual([
    ...[id, 'nightly mirror', 'active', expect.stringMatching(/^\d{4}-.*Z$/), 'never'],
    ...['2199-01-31T00:00:00.000Z', 'build,push,pull', 'operator'],
  ]);
  expect(stdout).not.toContain(made.stdout.slice(0, 12));

  await dockpass.run(['token', 'revoke', id]);
  const after = await dockpass.run(['token', 'list', '--project', 'acme/web']);
  expect(after.stdout).toMatch(new RegExp(`^${id} +nightly mirror +revoked \\d{4}-`, 'm'));
});

describe('token revoke', () => {
  test.each([
    ['user', forUser],
    ['project', forProject],
  ])('by id: a %s token is dead, once', async (kind, args) => {
    const { stdout: printed } = await create(...args);
    const id = (await storedToken(dockpass, printed))?.id ?? '';
    const revoked = await dockpass.run(['token', 'revoke', id]);
    expect(revoked).toEqual({
      exitCode: 0,
      stdout: `revoked ${kind} token ${id}\n`,
      stderr: '',
    });
    expect(await isRevoked(printed)).toBe(true);
    const again = await dockpass.run(['token', 'revoke', id]);
    expect(again.stdout).toBe(`${kind} token ${id} was revoked already\n`);
    const events = await audit(dockpass);
    const revocations = events.filter(({ detail }) => JSON.stringify(detail).includes(id));
    expect(revocations.slice(1)).toMatchObject([
      { action: `${kind}_token.revoke`, actor: 'operator', detail: { before: { id } } },
    ]);
  });

  test('by the token itself, on standard input', async () => {
    const { stdout: printed } = await create(...forProject);
    const { exitCode, stdout, stderr } = await dockpass.run(['token', 'revoke', '-'], printed);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^revoked project token [0-9a-f-]{36}\n$/);
    expect(await isRevoked(printed)).toBe(true);
  });

  test("a job's build token, with the projects that it opened in the event", async () => {
    const job = await exchangeForJob(dockpass, '4711');
    await dockpass.run(['token', 'revoke', job.id]);
    expect(await opens(dockpass, job.hash)).toBe(false);
    const { organizationId, projectId, id } = job.relationship;
    expect((await audit(dockpass)).at(-1)).toMatchObject({
      action: 'build_token.revoke',
      projects: ['acme/web'],
      relationships: [id],
      scopes: [{ organizationId, projectId }],
    });
  });

  test('as an argument it is not taken, and not repeated', async () => {
    const { stdout: printed } = await create(...forProject);
    const { exitCode, stdout, stderr } = await dockpass.run(['token', 'revoke', printed.trimEnd()]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('dockpass token revoke -');
    expect(stderr).not.toContain(printed.slice(0, 12));
    expect(await isRevoked(printed)).toBe(false);
  });

  test('what is no token is not repeated either: it may be another secret', async () => {
    const { exitCode, stderr } = await dockpass.run(['token', 'revoke', '-'], 'hunter2hunter2\n');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('standard input holds no token of ours');
    expect(stderr).not.toContain('hunter2');
  });

  test('an unknown id', async () => {
    const unknown = '01a209b1-dca3-714d-b524-232afac1fb50';
    const { exitCode, stderr } = await dockpass.run(['token', 'revoke', unknown]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^dockpass: there is no token .*; dockpass token list shows ids\n$/);
  });
});

test('a token in the wrong place of a command line is not repeated', async () => {
  const { stdout: printed } = await create(...forProject);
  const secret = printed.trimEnd();
  for (const args of [[secret], ['token', secret], ['token', 'list', '--user', secret]]) {
    const { exitCode, stderr } = await dockpass.run(args);
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain(secret);
  }
});
