import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXAMPLE, GITHUB } from '../exchange/policy/examples.ts';
import { CommandLine } from './command-line.ts';
import { audit, exchangeForJob, opens, stored, storedToken } from './stored.ts';

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
  await dockpass.run(['apply', '-'], EXAMPLE);
});
afterAll(() => dockpass.remove());

const revoke = (...args: string[]) => dockpass.run(['revoke', ...args]);

describe('revoke run', () => {
  test("ends the run's tokens and refuses it new ones; another run goes on", async () => {
    const odd = await exchangeForJob(dockpass, '4711');
    const other = await exchangeForJob(dockpass, '4712');
    const revoked = await revoke('run', '4711', '--project', 'acme/web');
    expect(revoked).toEqual({ exitCode: 0, stdout: 'revoked run 4711 in acme/web\n', stderr: '' });
    expect(await opens(dockpass, odd.hash)).toBe(false);
    expect(await opens(dockpass, other.hash)).toBe(true);
    expect((await exchangeForJob(dockpass, '4711')).outcome).toBe('run_revoked');
    expect((await exchangeForJob(dockpass, '4712')).outcome).toBe('committed');
    const { organizationId, projectId } = odd.relationship;
    const revocations = (await audit(dockpass)).filter(({ decision }) => decision === 'revoked');
    expect(revocations).toMatchObject([
      {
        action: 'run.revoke',
        actor: 'operator',
        projects: ['acme/web'],
        scopes: [{ organizationId, projectId, project: 'acme/web' }],
        detail: { before: null, after: { issuer: GITHUB, run_id: '4711' } },
      },
    ]);
    expect(await audit(dockpass)).toEqual(expect.arrayContaining(revocations));
  });

  test('among several issuers the one of the run must be named', async () => {
    const ghes = 'https://ghes.example.com/_services/token';
    const two = `issuers: [{url: ${GITHUB}, provider: github}, {url: ${ghes}, provider: github}]\norganizations: []\n`;
    await dockpass.run(['apply', '-'], two);
    const job = await exchangeForJob(dockpass, '5001');
    const run = ['run', '5001', '--project', 'acme/web'];
    const unclear = await revoke(...run);
    expect(unclear.exitCode).toBe(1);
    expect(unclear.stderr).toContain(
      'issuer is missing; name the issuer, as there is not exactly one',
    );
    await revoke(...run, '--issuer', ghes);
    expect(await opens(dockpass, job.hash)).toBe(true);
    await revoke(...run, '--issuer', GITHUB);
    expect(await opens(dockpass, job.hash)).toBe(false);
    await dockpass.run(['apply', '-', '--prune'], EXAMPLE);
  });
});

test('revoke relationship ends what was issued under it, not what will be', async () => {
  const job = await exchangeForJob(dockpass, '6000');
  const { exitCode, stdout } = await revoke('relationship', job.relationship.id);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`trust relationship ${job.relationship.id} of acme/web`);
  expect(await opens(dockpass, job.hash)).toBe(false);
  const next = await exchangeForJob(dockpass, '6000');
  expect(await opens(dockpass, next.hash)).toBe(true);
  const events = await audit(dockpass);
  expect(events.find(({ action }) => action === 'trust_relationship.revoke')).toMatchObject({
    actor: 'operator',
    relationships: [job.relationship.id],
    projects: ['acme/web'],
    scopes: [{ project: 'acme/web' }],
  });
});

test('revoke project ends build tokens, and project tokens only if asked to', async () => {
  const job = await exchangeForJob(dockpass, '6001');
  const { stdout: token } = await dockpass.run([
    ...['token', 'create', '--project', 'acme/web', '--description', 'mirror'],
  ]);
  const isLive = async () => (await storedToken(dockpass, token))?.revokedAt === null;
  await revoke('project', 'acme/web');
  expect(await opens(dockpass, job.hash)).toBe(false);
  expect(await isLive()).toBe(true);
  const all = await revoke('project', 'acme/web', '--project-tokens');
  expect(all.stdout).toBe('revoked build tokens and project tokens of acme/web\n');
  expect(await isLive()).toBe(false);
});

test('revoke issuer ends what its jobs have, and lets them ask again', async () => {
  const job = await exchangeForJob(dockpass, '6002');
  const { stdout } = await revoke('issuer', GITHUB);
  expect(stdout).toBe(`revoked what was issued to jobs of ${GITHUB}\n`);
  expect(await opens(dockpass, job.hash)).toBe(false);
  expect(await opens(dockpass, (await exchangeForJob(dockpass, '6002')).hash)).toBe(true);
});

test('issuer disable ends what its jobs have, and admits none until it is enabled', async () => {
  const job = await exchangeForJob(dockpass, '6003');
  const disabled = await dockpass.run(['issuer', 'disable', GITHUB]);
  expect(disabled).toEqual({ exitCode: 0, stdout: `disabled ${GITHUB}\n`, stderr: '' });
  expect(await opens(dockpass, job.hash)).toBe(false);
  const issuer = () => stored(dockpass, (store) => store.findIssuer(GITHUB));
  expect(await issuer()).toMatchObject({ enabled: false });
  const again = await dockpass.run(['issuer', 'disable', GITHUB]);
  expect(again.stdout).toBe(`${GITHUB} was disabled already\n`);

  await dockpass.run(['issuer', 'enable', GITHUB]);
  expect(await issuer()).toMatchObject({ enabled: true });
  expect(await opens(dockpass, job.hash)).toBe(false);
  const changes = (await audit(dockpass)).filter(({ action }) => action === 'issuer.update');
  expect(changes).toMatchObject([
    { detail: { before: { url: GITHUB, enabled: true }, after: { enabled: false } } },
    { detail: { before: { url: GITHUB, enabled: false }, after: { enabled: true } } },
  ]);
});

test.each([
  [['run', '#1', '--project', 'acme/web'], 2, 'Write run_id as the ID token has it'],
  [['run', '4711'], 2, "required option '--project <PROJECT>' not specified"],
  [['run', '4711', '--project', 'acme/none'], 1, 'there is no project acme/none'],
  [['project', 'acme'], 2, 'Write it as organization/project.'],
  [['project', 'acme/none'], 1, 'there is no project acme/none'],
  [['relationship', 'none'], 1, 'there is no trust relationship none'],
  [['issuer', 'https://none.example.com'], 1, 'there is no issuer https://none.example.com'],
  [['issuer', `${GITHUB}/`], 2, 'It ends with a slash'],
])('%j revokes nothing, and says why', async (args, exitCode, message) => {
  const ended = await revoke(...args);
  expect(ended).toMatchObject({ exitCode, stdout: '' });
  expect(ended.stderr).toContain(message);
});
