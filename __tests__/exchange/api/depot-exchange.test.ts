import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PATHS } from '../../../src/protocol/token-exchange.ts';
import { type Service, services } from '../service.ts';

const start = services(afterAll);
let service: Service;

beforeAll(async () => {
  service = await start();
});

const JSON_TYPE = { 'content-type': 'application/json' };

function exchange({ post }: Service, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return post(PATHS.depotExchange, text, JSON_TYPE);
}

test('a job gets every project that trusts it, with all that is granted', async () => {
  const service = await start({ trust: [{}, { project: 'acme/docs', permissions: ['pull'] }] });
  const { status, headers, body } = await exchange(service, { token: service.idToken() });
  expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(body).toEqual({
    ok: true,
    token: expect.stringMatching(/^dpb_/),
    expires_in: 3600,
    projects: ['acme/docs', 'acme/web'],
    reference: expect.any(String),
  });
  expect((await service.introspect(body.token)).body.grants).toEqual([
    { project: 'acme/docs', permissions: ['pull'] },
    { project: 'acme/web', permissions: ['build', 'push', 'pull'] },
  ]);
  expect(await service.eventOf({ status, headers, body })).toMatchObject({ decision: 'granted' });
});

test('a refusal has the same status, reason, claims and record as at the token endpoint', async () => {
  const answer = await exchange(service, {
    token: service.idToken({ event_name: 'pull_request_target' }),
  });
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({
    ok: false,
    error: expect.stringContaining('pull_request_target'),
    reason: 'privileged_event',
    reference: expect.any(String),
    claims: ['event_name'],
  });
  expect(await service.eventOf(answer)).toMatchObject({ reason: 'privileged_event' });
});

test('an ID token is good for one exchange, at either endpoint', async () => {
  const token = service.idToken();
  expect(await exchange(service, { token })).toMatchObject({ status: 200 });
  expect((await service.exchange({ subject_token: token })).body.reason).toBe('replayed');
});

test('a delay says when to come back', async () => {
  const service = await start({ config: { rateLimits: { perAddress: 1, perRepository: 0 } } });
  await exchange(service, { token: 'x' });
  const { status, headers, body } = await exchange(service, { token: 'x' });
  expect([status, body.reason]).toEqual([429, 'rate_limited']);
  expect(headers.get('retry-after')).toMatch(/^[1-9]/);
});

describe('a body that cannot be read', () => {
  test.each([
    ['no JSON', '{"token": "eyJhbGciOi'],
    ['a token without quotes', '{"token":eyJhbGciOiJSUzI1NiJ9}'],
    ['no object', '"eyJhbGciOiJSUzI1NiJ9.e30.x"'],
    ['null', 'null'],
    ['no token', '{}'],
    ['an empty token', '{"token": ""}'],
    ['a token that is a number', '{"token": 1}'],
    ['a token that is a list', '{"token": ["a.b.c"]}'],
  ])('%s', async (_, body) => {
    const answer = await exchange(service, body);
    expect(answer).toMatchObject({ status: 400, body: { ok: false, reason: 'malformed_request' } });
    expect(JSON.stringify(answer.body)).not.toContain('eyJ');
    expect(await service.eventOf(answer)).toMatchObject({ reason: 'malformed_request' });
  });

  test('a form', async () => {
    const { post } = service;
    const answer = await post(PATHS.depotExchange, new URLSearchParams({ token: 'x' }));
    expect(answer.body.error).toContain('application/json');
  });
});
