import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Service, services } from '../../service.ts';
import { call, newUser } from './administration.ts';

const start = services();

let service: Service;
let ada: string;

beforeEach(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
  ada = await newUser(service.store, 'ada@example.com', { acme: 'member' });
});

const send = (token: string, method: string, path: string, body?: object) =>
  call(service.url, token, method, path, { body });

const create = (token: string, body: object = {}) =>
  send(token, 'POST', '/user/tokens', { description: 'laptop', ...body });

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

test('a token is made, works, is described anew, and is revoked', async () => {
  const { status, body } = await create(ada);
  expect(status).toBe(201);
  const { token, ...shown } = body;
  expect(token).toMatch(/^dpu_[0-9A-Za-z]{36}$/);
  const path = `/user/tokens/${body.id}`;
  expect((await send(ada, 'GET', path)).body).toEqual(shown);
  expect((await send(token, 'GET', '/whoami')).body.user.email).toBe('ada@example.com');
  const renamed = await send(ada, 'PATCH', path, { description: 'old laptop' });
  expect(renamed.body).toMatchObject({ id: body.id, description: 'old laptop' });
  expect((await send(ada, 'DELETE', path)).status).toBe(204);
  expect((await send(token, 'GET', '/whoami')).status).toBe(401);
  const revoked = (await send(ada, 'GET', path)).body.revoked_at;
  expect(revoked).not.toBeNull();
  expect((await send(ada, 'DELETE', path)).status).toBe(204);
  expect((await send(ada, 'GET', path)).body.revoked_at).toBe(revoked);
});

test('its audit events name the token, not the secret', async () => {
  const { body } = await create(ada);
  await send(ada, 'DELETE', `/user/tokens/${body.id}`);
  const events = (await service.events()).filter(({ action }) => action.startsWith('user_token.'));
  expect(events).toMatchObject(
    [
      { action: 'user_token.create', decision: 'changed', tokenHashPrefix: /^[0-9a-f]{12}$/ },
      { action: 'user_token.revoke', decision: 'revoked' },
    ].map((event) =>
      event.tokenHashPrefix
        ? { ...event, tokenHashPrefix: expect.stringMatching(event.tokenHashPrefix) }
        : event,
    ),
  );
  expect(JSON.stringify(events)).not.toContain(body.token);
});

test('the list has the own tokens and nobody else', async () => {
  const bob = await newUser(service.store, 'bob@example.com', { acme: 'admin' });
  await create(bob);
  const { body } = await create(ada);
  const { items } = (await send(ada, 'GET', '/user/tokens')).body;
  expect(items).toHaveLength(2);
  expect(items[1].id).toBe(body.id);
  expect(JSON.stringify(items)).not.toMatch(/dpu_/);
});

describe('expiry', () => {
  test('is kept, and the token dies by it', async () => {
    const { body } = await create(ada, { expires_at: inSeconds(3600) });
    expect((await send(body.token, 'GET', '/whoami')).body.token.expires_at).toBe(body.expires_at);
    service.pass(3601);
    expect((await send(body.token, 'GET', '/whoami')).status).toBe(401);
  });

  test('a token makes none that outlives it', async () => {
    const end = inSeconds(3600);
    const { body: short } = await create(ada, { expires_at: end });
    const longer = await create(short.token, { expires_at: inSeconds(7200) });
    expect(longer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await create(short.token)).body.expires_at).toBe(short.expires_at);
    const shorter = await create(short.token, { expires_at: inSeconds(60) });
    expect(shorter.status).toBe(201);
  });

  test('is a time to come, with its zone', async () => {
    const naive = '2027-01-31T18:00:00';
    for (const expires_at of ['2020-01-01', 'tomorrow', '2027-02-30', naive, 1_800_000_000, null]) {
      const answer = await create(ada, { expires_at });
      expect(answer).toMatchObject({ status: 400, body: { faults: [{ at: '/expires_at' }] } });
    }
  });
});

test('a description is a short text that can be seen', async () => {
  for (const description of ['', ' ', 'x'.repeat(201), 'lap\u202etop', 7]) {
    const answer = await create(ada, { description });
    expect(answer).toMatchObject({ status: 400, body: { faults: [{ at: '/description' }] } });
  }
});
