import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { isMatched } from '../../../../src/exchange/flows/admin/entity-tag.ts';
import { eventually } from '../../eventually.ts';
import { services } from '../../service.ts';
import { type Tenants, tenants } from './acme.ts';

const start = services();

let world: Tenants;

beforeEach(async () => {
  world = await tenants(start);
});

async function newToken(): Promise<string> {
  const { body } = await world.member('POST', '/user/tokens', { body: { description: 'leaked' } });
  return body.token;
}

/** A request whose body is still to come; the server has seen its token. */
async function openRequest(token: string, length: number): Promise<Socket> {
  const { hostname, port } = new URL(world.service.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const head = [
    'POST /api/v1/user/tokens HTTP/1.1',
    'Host: exchange',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${length}`,
    'Connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  return socket;
}

test('a request that was open when its token was revoked makes no new token', async () => {
  const token = await newToken();
  const body = JSON.stringify({ description: 'from beyond the grave' });
  const socket = await openRequest(token, body.length);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  // Noted when the token is judged, which is before the body is read.
  await eventually(async () => {
    const { body: list } = await world.member('GET', '/user/tokens');
    return list.items.find(
      (one: { description: string; last_used_at: string | null }) =>
        one.description === 'leaked' && one.last_used_at !== null,
    );
  });
  await world.service.revoke(token);
  socket.write(body);
  await once(socket, 'close');
  expect(answer).toMatch(/^HTTP\/1.1 401 /);
  const { body: list } = await world.member('GET', '/user/tokens');
  expect(list.items.map(({ description }: { description: string }) => description)).not.toContain(
    'from beyond the grave',
  );
});

test('an If-Match that never comes to a quote holds up nobody', () => {
  // Quadratic matching took half a second for each of these.
  for (let round = 0; round < 200; round++)
    expect(isMatched('a'.repeat(15_000), { id: round })).toBe(false);
});

describe('a NUL, which PostgreSQL cannot store, is refused', () => {
  const nul = 'a\0b';

  test.each<[string, object]>([
    ['revocations', { run_id: '1', issuer: nul }],
    ['trust-relationships/test', { claims: { iss: nul, repository: 'acme/web' } }],
    ['trust-relationships/test', { claims: { repository: nul } }],
    ['trust-relationships/test', { claims: { [nul]: 'acme/web' } }],
    ['trust-relationships/replay', { create: { repository: nul, permissions: ['pull'] } }],
  ])('in the body of %s: %j', async (path, body) => {
    const answer = await world.admin('POST', `/projects/${world.projectId}/${path}`, { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.detail).toContain('NUL');
  });

  test('in the query', async () => {
    const path = `/organizations/${world.organizationId}/audit-events?run_id=a%00b`;
    expect(await world.admin('GET', path)).toMatchObject({ status: 400 });
  });
});

test('a body that is nested for the sake of the stack is refused, with an Idempotency-Key, too', async () => {
  const { service, projectId } = world;
  const path = `${service.url}/api/v1/projects/${projectId}/tokens`;
  const { token } = (await world.admin('POST', '/user/tokens', { body: { description: 'laptop' } }))
    .body;
  const response = await fetch(path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': 'nested',
    },
    body: `{"description":${'['.repeat(32_000)}${']'.repeat(32_000)}}`,
  });
  expect(response.status).toBe(400);
});

test.each([
  ['half of a surrogate pair', { description: 'a\ud800b' }],
  ['a year with five digits, once it is in UTC', { expires_at: '9999-12-31T23:59:59-01:00' }],
])('%s is refused: it could not be answered as it was stored', async (_, changes) => {
  const answer = await world.member('POST', '/user/tokens', {
    body: { description: 'laptop', ...changes },
  });
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
});
