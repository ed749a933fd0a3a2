import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN_ROUTES } from '../../../../src/exchange/api/admin/routes.ts';
import { type Service, services } from '../../service.ts';
import { call } from './administration.ts';
import { idsOf, nameOf, pathWith, request, worlds } from './requests.ts';

const start = services(afterAll);

let service: Service;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
});

const world = worlds(() => service);

const reads = ADMIN_ROUTES.filter(([method]) => method === 'GET');
const takers = ADMIN_ROUTES.filter(([, , { body }]) => body !== null);

const PATHS = [...new Set(ADMIN_ROUTES.map(([, path]) => path))];

/** Sends `body` as it is, as the operator. */
async function post(path: string, body: string | ReadableStream, contentType: string | null) {
  const { tokens } = await world.current();
  const response = await fetch(`${service.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokens.operator}`,
      ...(contentType && { 'content-type': contentType }),
    },
    body,
    duplex: 'half',
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

test.each(reads.map((route) => [nameOf(route), route] as const))(
  '%s: HEAD answers as GET does, without the body',
  async (_, route) => {
    const current = await world.current();
    const path = pathWith(route[1], idsOf(route, current, 'operator'));
    const url = `${service.url}/api/v1${path}`;
    const headers = { authorization: `Bearer ${current.tokens.operator}` };
    const [get, head] = [
      await fetch(url, { headers }),
      await fetch(url, { headers, method: 'HEAD' }),
    ];
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    const named = (response: Response) =>
      [...response.headers.keys()].filter(
        (name) => !/^(?:content-length|transfer-encoding|connection|keep-alive)$/.test(name),
      );
    expect(named(head)).toEqual(named(get));
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
  },
);

test.each(PATHS)('%s: another method is refused, and those that work are named', async (path) => {
  const { ids } = await world.current();
  const methods = ADMIN_ROUTES.filter((route) => route[1] === path).map(([method]) => method);
  const answer = await call(service.url, null, 'PURGE', pathWith(path, ids('operator')));
  expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  const allowed = answer.headers.get('allow')?.split(', ').toSorted();
  const head = methods.includes('GET') ? ['HEAD'] : [];
  expect(allowed).toEqual([...methods, ...head].toSorted());
});

test('a path that is none is told from one that needs a token', async () => {
  const answer = await call(service.url, null, 'GET', '/organisations');
  expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test.each(takers.map((route) => [nameOf(route), route] as const))(
  '%s: a body that is no object, or has members that nobody knows, is refused',
  async (_, route) => {
    for (const body of [null, [], 7, 'text', { constructor: 1 }, { no_such_member: 1 }]) {
      const answer = await request(service, await world.current(), 'operator', route, { body });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
      expect(answer.body.faults).not.toEqual([]);
    }
  },
);

describe('a body', () => {
  test('of another media type is refused', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', null]) {
      const answer = await post('/organizations', '{"name":"other"}', type);
      expect(answer).toMatchObject({ status: 400, body: { code: 'malformed_request' } });
    }
  });

  test('may say its character set', async () => {
    const body = JSON.stringify({ name: 'charset' });
    const answer = await post('/organizations', body, 'application/json; charset=utf-8');
    expect(answer.status).toBe(201);
  });

  test('that is no JSON is refused, and nothing of it is repeated', async () => {
    const answer = await post('/organizations', '{"name": dpu_secret', 'application/json');
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(JSON.stringify(answer.body)).not.toContain('dpu_secret');
  });

  test('that is too large is refused, whether or not it says how large it is', async () => {
    const large = JSON.stringify({ name: 'a'.repeat(70_000) });
    for (const body of [large, new Blob([large]).stream()]) {
      const answer = await post('/organizations', body, 'application/json');
      expect(answer).toMatchObject({ status: 413, body: { code: 'malformed_request' } });
    }
  });
});

test('without a token the answer says how to authenticate', async () => {
  const answer = await call(service.url, null, 'GET', '/organizations');
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
});

test('half a token, a revoked one and one of nobody are refused alike', async () => {
  const { tokens, ids } = await world.current();
  const { token_id } = ids('member');
  await call(service.url, tokens.member, 'DELETE', `/user/tokens/${token_id}`);
  world.spent();
  for (const token of [tokens.admin?.slice(0, -1) ?? '', tokens.member, `dpu_${'0'.repeat(36)}`]) {
    const answer = await call(service.url, token, 'GET', '/organizations');
    expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  }
});

test('too many requests of one address are told when to come back', async () => {
  const strict = await start({ config: { rateLimits: { perAddress: 1, perRepository: 0 } } });
  await call(strict.url, null, 'GET', '/organizations');
  const answer = await call(strict.url, null, 'GET', '/organizations');
  expect(answer).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('what is refused is logged with who and why, and no secret', async () => {
  const current = await world.current();
  const { member, admin } = current.tokens;
  const before = service.log.length;
  await call(service.url, member, 'POST', `/organizations`, { body: { name: member } });
  await call(service.url, admin, 'GET', `/projects/${admin}`);
  await call(service.url, `${admin}x`, 'GET', '/users');
  const lines = service.log.slice(before).map((line) => JSON.parse(line));
  expect(lines).toMatchObject(
    [
      { level: 'info', action: 'organization.create', code: 'forbidden', actor: /^member@/ },
      { level: 'info', action: 'project.get', code: 'not_found', actor: /^admin@/ },
      { level: 'info', action: 'user.list', code: 'unauthenticated', actor: null },
    ].map((line) => ({ ...line, actor: line.actor && expect.stringMatching(line.actor) })),
  );
  expect(service.log.slice(before).join('')).not.toMatch(/dpu_/);
});
