import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ADMIN_ROUTES, type AdminRoute } from '../../../../src/exchange/api/admin/routes.ts';
import { type Service, services } from '../../service.ts';
import { nameOf, request, routeNamed, worlds } from './requests.ts';
import type { Caller, World } from './world.ts';

const start = services(afterAll);

let service: Service;
let current: World;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
});

const world = worlds(() => service);

beforeEach(async () => {
  world.spent();
  current = await world.current();
});

const creations = ADMIN_ROUTES.filter(([, , { name }]) => name.endsWith('.create'));
const createProject = routeNamed('POST /organizations/:organization_id/projects');

async function send(route: AdminRoute, key: string, body?: object, caller: Caller = 'operator') {
  const sent = { headers: { 'idempotency-key': key }, ...(body && { body }) };
  return await request(service, current, caller, route, sent);
}

async function eventsOf(action: string) {
  return (await service.events()).filter((event) => event.action === action);
}

describe.each(creations.map((route) => [nameOf(route), route] as const))('%s', (_, route) => {
  test('sent twice creates once, and tells the secret once', async () => {
    const before = await eventsOf(route[2].name);
    const first = await send(route, 'key');
    const again = await send(route, 'key');
    expect(first).toMatchObject({ status: 201 });
    expect(again.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    const { secret } = route[2];
    if (secret !== null) expect(first.body[secret]).toEqual(expect.any(String));
    expect(again.body).toEqual(secret === null ? first.body : { ...first.body, [secret]: null });
    expect(await eventsOf(route[2].name)).toHaveLength(before.length + 1);
  });
});

test('of twenty at once one creates, and all are answered the same', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => send(createProject, 'twins', { name: 'twins' })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  const replayed = answers.filter(({ headers }) => headers.has('idempotency-replayed'));
  expect(replayed).toHaveLength(19);
});

test('of twenty tokens at once one is made, and one answer has its secret', async () => {
  const route = routeNamed('POST /user/tokens');
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(route, 'twins')));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(answers.filter(({ body }) => body.token !== null)).toHaveLength(1);
});

test('the secret of a token is not kept anywhere', async () => {
  const { body } = await send(routeNamed('POST /user/tokens'), 'secret');
  expect(body.token).toMatch(/^dpu_/);
  const kept = await service.database.contents();
  expect(kept).toContain(body.id);
  expect(kept + service.log.join('')).not.toContain(body.token);
});

test('a key that was sent with something else is refused, whatever that was', async () => {
  await send(createProject, 'key', { name: 'one' });
  const others = [
    await send(createProject, 'key', { name: 'two' }),
    await send(routeNamed('POST /users'), 'key'),
  ];
  for (const answer of others)
    expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

test('keys of different users are apart', async () => {
  const operators = await send(createProject, 'key', { name: 'one' }, 'operator');
  const admins = await send(createProject, 'key', { name: 'two' }, 'admin');
  expect([operators.body.name, admins.body.name]).toEqual(['one', 'two']);
});

test('a request that fails leaves its key free', async () => {
  const taken = await send(createProject, 'key', { name: 'web' });
  expect(taken).toMatchObject({ status: 409, body: { code: 'taken' } });
  const invalid = await send(createProject, 'key', { name: 'No Name' });
  expect(invalid.status).toBe(400);
  expect(await send(createProject, 'key', { name: 'free' })).toMatchObject({ status: 201 });
});

test('a deletion that is repeated is answered as it was, not as gone', async () => {
  const route = routeNamed('DELETE /projects/:project_id');
  expect((await send(route, 'key')).status).toBe(204);
  const again = await send(route, 'key');
  expect(again.status).toBe(204);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});

test.each(['', 'with space', 'x'.repeat(256), 'ümlaut'])('%j is no key', async (key) => {
  const answer = await send(createProject, key, { name: 'docs' });
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
});
