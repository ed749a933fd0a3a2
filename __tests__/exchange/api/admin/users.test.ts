import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Service, services } from '../../service.ts';
import { call, newUser } from './administration.ts';

const start = services();

let service: Service;
let operator: string;
let ada: string;

beforeEach(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
  operator = await newUser(service.store, 'root@example.com', { operator: true });
  ada = await newUser(service.store, 'ada@example.com', { acme: 'admin' });
});

const send = (token: string, method: string, path: string, body?: object) =>
  call(service.url, token, method, path, { body });

const userId = async (token: string): Promise<string> =>
  (await send(token, 'GET', '/whoami')).body.user.id;

test('a user is created, made an operator, and deleted', async () => {
  const created = await send(operator, 'POST', '/users', { email: 'Bob@example.com' });
  expect(created).toMatchObject({
    status: 201,
    body: { email: 'bob@example.com', operator: false, disabled: false, disabled_at: null },
  });
  const path = `/users/${created.body.id}`;
  const updated = await send(operator, 'PATCH', path, { operator: true });
  expect(updated.body).toEqual({ ...created.body, operator: true });
  expect((await send(operator, 'DELETE', path)).status).toBe(204);
  expect((await send(operator, 'GET', path)).status).toBe(404);
  const events = (await service.events()).filter(({ action }) => action.startsWith('user.'));
  expect(events).toMatchObject([
    { action: 'user.create', actor: 'root@example.com', scopes: [], detail: { before: null } },
    { action: 'user.update', detail: { before: created.body, after: updated.body } },
    { action: 'user.delete', detail: { before: updated.body, after: null } },
  ]);
});

test('an address that is taken is refused, also in another case', async () => {
  const answer = await send(operator, 'POST', '/users', { email: 'ADA@example.com' });
  expect(answer).toMatchObject({ status: 409, body: { code: 'taken' } });
});

describe('the last operator', () => {
  test.each([
    ['PATCH', { operator: false }],
    ['PATCH', { disabled: true }],
    ['DELETE', undefined],
  ])('stays: %s %j', async (method, body) => {
    const path = `/users/${await userId(operator)}`;
    const answer = await send(operator, method, path, body);
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await send(operator, 'GET', path)).body).toMatchObject({
      operator: true,
      disabled: false,
    });
  });

  test('may go once there is another, who is not disabled', async () => {
    const own = `/users/${await userId(operator)}`;
    const other = `/users/${await userId(ada)}`;
    await send(operator, 'PATCH', other, { operator: true, disabled: true });
    expect((await send(operator, 'DELETE', own)).status).toBe(409);
    await send(operator, 'PATCH', other, { disabled: false });
    expect((await send(operator, 'DELETE', own)).status).toBe(204);
    expect((await send(ada, 'GET', '/users')).status).toBe(200);
  });

  test('of two who take it from each other at once, one stays', async () => {
    const other = await newUser(service.store, 'root2@example.com', { operator: true });
    const paths = [`/users/${await userId(operator)}`, `/users/${await userId(other)}`];
    const answers = await Promise.all([
      send(operator, 'PATCH', paths[1] ?? '', { operator: false }),
      send(other, 'PATCH', paths[0] ?? '', { operator: false }),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 403]));
  });
});

test('who is disabled is let in by none of their tokens, and by all once they are enabled', async () => {
  const path = `/users/${await userId(ada)}`;
  const disabled = await send(operator, 'PATCH', path, { disabled: true });
  expect(disabled.body).toMatchObject({ disabled: true, disabled_at: expect.any(String) });
  expect((await send(ada, 'GET', '/whoami')).status).toBe(401);
  const again = await send(operator, 'PATCH', path, { disabled: true });
  expect(again.body).toEqual(disabled.body);
  await send(operator, 'PATCH', path, { disabled: false });
  expect((await send(ada, 'GET', '/whoami')).status).toBe(200);
});

test('the tokens of a deleted user are dead, the project tokens that they made are not', async () => {
  const { body: organizations } = await send(ada, 'GET', '/organizations');
  const path = `/organizations/${organizations.items[0].id}/projects`;
  const { body: projects } = await send(ada, 'GET', path);
  const made = await send(ada, 'POST', `/projects/${projects.items[0].id}/tokens`, {
    description: 'mirror',
  });
  expect((await send(operator, 'DELETE', `/users/${await userId(ada)}`)).status).toBe(204);
  expect((await send(ada, 'GET', '/whoami')).status).toBe(401);
  expect(await send(made.body.token, 'GET', '/whoami')).toMatchObject({
    status: 200,
    body: { kind: 'project', projects: [{ path: 'acme/web' }] },
  });
});
