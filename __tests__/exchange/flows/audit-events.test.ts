import { describe, expect, test } from '@jest/globals';
import { openStore } from '../../../src/exchange/stores/open-store.ts';
import { type Answer, PUBLIC_URL, type Service, servicesOfOneProcess } from '../service.ts';

const start = servicesOfOneProcess();

test('a refusal is on record with the projects that were asked for', async () => {
  const { exchange, eventOf } = await start();
  const resource = [`${PUBLIC_URL}/acme/web`, `${PUBLIC_URL}/acme/docs`];
  const event = await eventOf(await exchange({ resource }));
  expect(event).toMatchObject({
    reason: 'project_not_granted',
    projects: ['acme/web', 'acme/docs'],
    relationships: [],
    permissions: [],
  });
});

test('a refusal is on record with the projects whose rules were looked at', async () => {
  const { exchange, idToken, eventOf } = await start({
    trust: [{}, { mode: 'audit' }, { project: 'acme/docs' }, { repository: 'other/repository' }],
  });
  const subject_token = idToken({ repository_id: '999' });
  const event = await eventOf(await exchange({ subject_token }));
  expect(event?.projects.toSorted()).toEqual(['acme/docs', 'acme/web']);
});

describe('who may read of an exchange', () => {
  const TRUST = [{ project: 'acme/web' }, { project: 'acme/docs' }, { project: 'evil/web' }];

  /** `organization/project` of each scope, names and ids checked against each other. */
  async function readersOf({ store, eventOf }: Service, answer: Answer): Promise<string[]> {
    const event = await eventOf(answer);
    const projects = await store.findProjects(null, ['acme/web', 'acme/docs', 'evil/web']);
    return (event?.scopes ?? []).map(
      (scope) =>
        projects.find(
          ({ projectId, organizationId }) =>
            projectId === scope.projectId && organizationId === scope.organizationId,
        )?.project ?? 'nobody',
    );
  }

  test('that was granted: the admins of its projects', async () => {
    const service = await start({ trust: TRUST });
    const resource = [`${PUBLIC_URL}/acme/web`, `${PUBLIC_URL}/evil/web`];
    const answer = await service.exchange({ resource });
    expect(answer.status).toBe(200);
    expect(await readersOf(service, answer)).toEqual(['acme/web', 'evil/web']);
  });

  test('that was refused for a project: its admins, though no rule of it names the job', async () => {
    const service = await start({ trust: [...TRUST, { project: 'acme/docs', repository: 'x/y' }] });
    const subject_token = service.idToken({ repository: 'stranger/web' });
    const resource = [`${PUBLIC_URL}/acme/docs`, `${PUBLIC_URL}/acme/none`];
    const answer = await service.exchange({ subject_token, resource });
    expect(answer.body.reason).toBe('no_trust_relationship');
    expect(await readersOf(service, answer)).toEqual(['acme/docs']);
  });

  test('that named no project and was refused: the admins of those whose rules were looked at', async () => {
    const conditions = { refs: ['refs/tags/*'] };
    const service = await start({
      trust: [{ conditions }, { project: 'acme/docs', conditions }],
    });
    const answer = await service.exchange();
    expect(answer.body.reason).toBe('condition_failed');
    expect((await readersOf(service, answer)).toSorted()).toEqual(['acme/docs', 'acme/web']);
  });

  test('that was a replay: the admins of the projects that it was for', async () => {
    const service = await start({ trust: TRUST });
    const parameters = { subject_token: service.idToken(), resource: `${PUBLIC_URL}/acme/web` };
    await service.exchange(parameters);
    const answer = await service.exchange(parameters);
    expect(answer.body.reason).toBe('replayed');
    expect(await readersOf(service, answer)).toEqual(['acme/web']);
  });

  test('whose claims do not hold: operators only', async () => {
    const service = await start({ trust: TRUST });
    const subject_token = `${service.idToken().slice(0, -10)}AAAAAAAAAA`;
    const answer = await service.exchange({ subject_token, resource: `${PUBLIC_URL}/acme/web` });
    expect(await readersOf(service, answer)).toEqual([]);
  });

  test('whose token was revoked: the admins of its projects', async () => {
    const service = await start({ trust: TRUST });
    const resource = `${PUBLIC_URL}/acme/web`;
    await service.revoke(await service.buildToken({ resource }));
    const [event] = (await service.events()).filter(({ action }) => action === 'revoke');
    const body = { reference: event?.id };
    expect(await readersOf(service, { status: 200, headers: new Headers(), body })).toEqual([
      'acme/web',
    ]);
  });
});

test('a refusal is on record claim by claim, with what was presented and what was expected', async () => {
  const { exchange, eventOf } = await start({
    trust: [{ conditions: { refs: ['refs/tags/v*'] } }],
  });
  const event = await eventOf(await exchange());
  expect(event?.detail).toMatchObject({
    cause: [
      {
        project: 'acme/web',
        conditions: expect.arrayContaining([
          {
            claim: 'ref',
            presented: 'refs/heads/main',
            expected: ['refs/tags/v*'],
            ok: false,
          },
        ]),
      },
    ],
  });
});

test('a replay is on record as one, without a token', async () => {
  const { exchange, idToken, eventOf } = await start();
  const subject_token = idToken();
  await exchange({ subject_token });
  expect(await eventOf(await exchange({ subject_token }))).toMatchObject({
    decision: 'refused',
    reason: 'replayed',
    projects: ['acme/web'],
    permissions: [],
    tokenHashPrefix: null,
    claims: { repository: 'acme/web' },
  });
});

test('claims that were never verified are on record for nobody', async () => {
  const { exchange, idToken, eventOf } = await start();
  const forged = `${idToken().slice(0, -10)}AAAAAAAAAA`;
  expect(await eventOf(await exchange({ subject_token: forged }))).toMatchObject({
    reason: 'bad_signature',
    issuer: null,
    claims: null,
    projects: [],
  });
});

test('a signed claim that is nested too deep to be written is refused, on record', async () => {
  const { exchange, idToken, eventOf } = await start();
  const bomb = JSON.parse('['.repeat(1500) + ']'.repeat(1500));
  const answer = await exchange({ subject_token: idToken({ aud: bomb }) });
  expect(answer).toMatchObject({ status: 400, body: { reason: 'malformed_token' } });
  expect(await eventOf(answer)).toMatchObject({ reason: 'malformed_token' });
});

test('a refusal whose event cannot be written is answered all the same, and logged without its detail', async () => {
  const { exchange, idToken, log } = await start({
    trust: [{ conditions: { refs: ['refs/tags/expected'] } }],
    overrides: {
      openStore: async (database, options) => ({
        ...(await openStore(database, options)),
        appendEvent: () => Promise.reject(new Error('disk full')),
      }),
    },
  });
  const answer = await exchange({ subject_token: idToken({ ref: 'refs/heads/presented' }) });
  expect(answer).toMatchObject({ status: 400, body: { reason: 'condition_failed' } });
  const [line = '', ...others] = log.filter((entry) => entry.includes('could not be written'));
  expect(others).toEqual([]);
  expect(JSON.parse(line)).toMatchObject({
    reference: answer.body.reference,
    reason: 'condition_failed',
    err: { message: 'disk full' },
  });
  expect(line).not.toMatch(/expected|presented/);
});

test('exchanges that race leave an event each, with an id of its own', async () => {
  const { exchange, events } = await start();
  const answers = await Promise.all(Array.from({ length: 50 }, () => exchange()));
  const ids = (await events()).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(answers.map(({ body }) => body.reference)));
});
