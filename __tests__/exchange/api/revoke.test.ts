import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PATHS } from '../../../src/protocol/token-exchange.ts';
import { exchangeForm, type Service, services } from '../service.ts';

const start = services(afterAll);
let service: Service;

beforeAll(async () => {
  service = await start();
});

test('a revoked token is dead at once, and stays dead', async () => {
  const { buildToken, introspect, revoke } = service;
  const token = await buildToken();
  expect((await introspect(token)).body.active).toBe(true);
  expect(await revoke(token)).toMatchObject({ status: 200 });
  expect((await introspect(token)).body).toEqual({ active: false });
});

test('a token with the line break of the file that it was read from is revoked all the same', async () => {
  const { buildToken, introspect, revoke } = service;
  const token = await buildToken();
  expect((await introspect(`${token}\n`, token)).body.active).toBe(true);
  expect(await revoke(`${token}\r\n`)).toMatchObject({ status: 200 });
  expect((await introspect(token)).body).toEqual({ active: false });
});

test('revoking is recorded once, whoever revokes how often', async () => {
  const { buildToken, revoke, events, log } = await start();
  const token = await buildToken();
  const answers = await Promise.all(Array.from({ length: 10 }, () => revoke(token)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const [granted, ...others] = (await events()).filter(
    ({ action }) => action !== 'signing_key.rotate',
  );
  expect(others).toEqual([
    expect.objectContaining({
      action: 'revoke',
      decision: 'revoked',
      projects: ['acme/web'],
      relationships: granted?.relationships,
      tokenHashPrefix: granted?.tokenHashPrefix,
    }),
  ]);
  expect(log.filter((line) => line.includes('revoke revoked'))).toHaveLength(1);
});

test.each([
  ['unknown', `dpb_${'0'.repeat(36)}`],
  ['not even a token', 'x'],
  ['an ID token', 'a.b.c'],
])('a token that is %s is no error (RFC 7009 section 2.2)', async (_, token) => {
  const { revoke, events } = service;
  const before = await events();
  expect(await revoke(token)).toMatchObject({ status: 200 });
  expect(await events()).toEqual(before);
});

test('an expired token is no error', async () => {
  const { buildToken, revoke, pass } = await start();
  const token = await buildToken();
  pass(7200);
  expect(await revoke(token)).toMatchObject({ status: 200 });
});

test('the hint is ignored', async () => {
  const { buildToken, introspect, post } = service;
  const token = await buildToken();
  const form = new URLSearchParams({ token, token_type_hint: 'refresh_token' });
  expect(await post(PATHS.revoke, form)).toMatchObject({ status: 200 });
  expect((await introspect(token)).body).toEqual({ active: false });
});

test('only the token that was sent is revoked', async () => {
  const { buildToken, introspect, revoke } = service;
  const [one, other] = [await buildToken(), await buildToken()];
  await revoke(one);
  expect((await introspect(other)).body.active).toBe(true);
});

test('a flood of revocations that cannot be read leaves nothing but 400s', async () => {
  const { post, events, log } = service;
  const [recorded, logged] = [await events(), log.length];
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post(PATHS.revoke, exchangeForm({}))),
  );
  for (const { status, body } of answers)
    expect([status, body]).toEqual([
      400,
      { error: 'invalid_request', error_description: 'The parameter token is missing.' },
    ]);
  expect(await events()).toEqual(recorded);
  expect(log).toHaveLength(logged);
});
