import { beforeEach, expect, test } from '@jest/globals';
import { type Service, services } from '../../service.ts';
import { call, newUser } from './administration.ts';

const start = services();

let service: Service;
let admin: string;
let organizationId: string;

beforeEach(async () => {
  service = await start();
  admin = await newUser(service.store, 'ada@example.com', { acme: 'admin' });
  const { body } = await call(service.url, admin, 'GET', '/organizations');
  organizationId = body.items[0].id;
});

const send = (method: string, path: string, options = {}) =>
  call(service.url, admin, method, path, options);

/** What administrators did. */
const changes = async () => (await service.events()).filter(({ actor }) => actor !== 'exchange');

test('a project is created, read, renamed and deleted', async () => {
  const created = await send('POST', `/organizations/${organizationId}/projects`, {
    body: { name: 'docs' },
  });
  expect(created).toMatchObject({ status: 201, body: { path: 'acme/docs', oidc_only: false } });
  const path = `/projects/${created.body.id}`;
  expect((await send('GET', path)).body).toEqual(created.body);
  const renamed = await send('PATCH', path, { body: { name: 'pages' } });
  expect(renamed.body).toEqual({ ...created.body, name: 'pages', path: 'acme/pages' });
  expect(await send('DELETE', path)).toMatchObject({ status: 204, body: null });
  expect(await send('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  const actions = (await changes()).map(({ action, actor }) => [action, actor]);
  expect(actions).toEqual([
    ['project.create', 'ada@example.com'],
    ['project.update', 'ada@example.com'],
    ['project.delete', 'ada@example.com'],
  ]);
});

test('a name that is taken is refused, and nothing is changed', async () => {
  const answer = await send('POST', `/organizations/${organizationId}/projects`, {
    body: { name: 'web' },
  });
  expect(answer).toMatchObject({ status: 409, body: { code: 'taken' } });
  expect(await changes()).toEqual([]);
});

test('all faults of a body are told at once', async () => {
  const answer = await send('POST', `/organizations/${organizationId}/projects`, {
    body: { name: 'No Name', oidc_only: 'yes', extra: 1 },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.faults.map(({ at }: { at: string }) => at)).toEqual([
    '/name',
    '/oidc_only',
    '/extra',
  ]);
});

test('an update of what somebody else has changed meanwhile is refused', async () => {
  const [project] = (await send('GET', `/organizations/${organizationId}/projects`)).body.items;
  const path = `/projects/${project.id}`;
  const etag = (await send('GET', path)).headers.get('etag') ?? '';
  const first = await send('PATCH', path, { body: { name: 'one' }, headers: { 'if-match': etag } });
  expect(first.status).toBe(200);
  const second = await send('PATCH', path, {
    body: { name: 'two' },
    headers: { 'if-match': etag },
  });
  expect(second).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
});

test('a creation that is sent twice creates once', async () => {
  const path = `/organizations/${organizationId}/projects`;
  const once = {
    body: { name: 'docs' },
    headers: { 'idempotency-key': 'first-try' },
  };
  const first = await send('POST', path, once);
  const again = await send('POST', path, once);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const other = await send('POST', path, { ...once, body: { name: 'other' } });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});
