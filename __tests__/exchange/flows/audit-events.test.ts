import { expect, test } from '@jest/globals';
import { openStore } from '../../../src/exchange/stores/open-store.ts';
import { PUBLIC_URL, services } from '../service.ts';

const start = services();

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
    surroundings: {
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
