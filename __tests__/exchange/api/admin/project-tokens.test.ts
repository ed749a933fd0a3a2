import { beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../../eventually.ts';
import { services } from '../../service.ts';
import { NOBODY, type Tenants, tenants } from './acme.ts';

const start = services();

let world: Tenants;
let list: string;

beforeEach(async () => {
  world = await tenants(start);
  list = `/projects/${world.projectId}/tokens`;
});

const create = async (body: object = {}) =>
  (await world.admin('POST', list, { body: { description: 'Nightly', ...body } })).body;

const inAnHour = () => new Date((Math.floor(Date.now() / 1000) + 3600) * 1000).toISOString();

test('a token is shown once, opens its project, and is listed without its secret', async () => {
  const expires_at = inAnHour();
  const { token, ...rest } = await create({ expires_at, permissions: ['pull', 'build'] });
  expect(rest).toEqual({
    id: expect.any(String),
    project_id: world.projectId,
    description: 'Nightly',
    permissions: ['build', 'pull'],
    created_by: 'ada@example.com',
    created_at: expect.any(String),
    expires_at,
    revoked_at: null,
    last_used_at: null,
  });
  expect(token).toMatch(/^dpp_\w{36}$/);
  expect((await world.service.introspect(token)).body).toMatchObject({
    active: true,
    grants: [{ project: 'acme/web', permissions: ['build', 'pull'] }],
  });
  const used = await eventually(async () => {
    const { items } = (await world.member('GET', list)).body;
    return items[0].last_used_at === null ? undefined : items;
  });
  expect(used).toEqual([{ ...rest, last_used_at: used[0].last_used_at }]);
});

test('left out, permissions are all that its creator has, and there is no end', async () => {
  expect(await create()).toMatchObject({
    permissions: ['build', 'push', 'pull'],
    expires_at: null,
  });
});

test('an end in the past is refused', async () => {
  const body = { description: 'Nightly', expires_at: '2020-01-01' };
  const answer = await world.admin('POST', list, { body });
  expect(answer).toMatchObject({ status: 400, body: { faults: [{ at: '/expires_at' }] } });
});

test('a project that is oidc_only makes none, and says why', async () => {
  await world.admin('PATCH', `/projects/${world.projectId}`, { body: { oidc_only: true } });
  const answer = await world.admin('POST', list, { body: { description: 'Nightly' } });
  expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(answer.body.detail).toContain('oidc_only');
  expect((await world.admin('GET', list)).body.items).toEqual([]);
});

test('it is described anew', async () => {
  const { id } = await create();
  const path = `/project-tokens/${id}`;
  const body = { description: 'Weekly' };
  expect(await world.admin('PATCH', path, { body })).toMatchObject({ status: 200, body });
  expect((await world.member('GET', path)).body).toMatchObject(body);
});

test('a revoked one is dead at once and stays listed; to revoke it again changes nothing', async () => {
  const { id, token } = await create();
  const path = `/project-tokens/${id}`;
  expect(await world.admin('DELETE', path)).toMatchObject({ status: 204 });
  expect((await world.service.introspect(token)).body).toEqual({ active: false });
  const revoked = (await world.member('GET', path)).body;
  expect(revoked.revoked_at).not.toBeNull();
  world.service.pass(60);
  expect(await world.admin('DELETE', path)).toMatchObject({ status: 204 });
  expect((await world.member('GET', list)).body.items).toEqual([revoked]);
});

test('a creation that is sent again makes no second one, and has no secret to show', async () => {
  const once = { body: { description: 'Nightly' }, headers: { 'idempotency-key': 'once' } };
  const first = await world.admin('POST', list, once);
  const again = await world.admin('POST', list, once);
  expect(again.body).toEqual({ ...first.body, token: null });
  expect((await world.admin('GET', list)).body.items).toHaveLength(1);
});

test('members read and do not write', async () => {
  const { id } = await create();
  const path = `/project-tokens/${id}`;
  for (const answer of [
    await world.member('POST', list, { body: { description: 'Mine' } }),
    await world.member('PATCH', path, { body: { description: 'Mine' } }),
    await world.member('DELETE', path),
  ])
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test("another organization's token looks like one that does not exist", async () => {
  const { id, token } = await create();
  for (const method of ['GET', 'DELETE'])
    expect((await world.stranger(method, `/project-tokens/${id}`)).body).toEqual(
      (await world.stranger(method, `/project-tokens/${NOBODY}`)).body,
    );
  expect((await world.service.introspect(token)).body.active).toBe(true);
});

test('every change is an event of the project that shows no secret', async () => {
  const { id, token, ...rest } = await create();
  await world.admin('DELETE', `/project-tokens/${id}`);
  const events = (await world.service.events()).filter(({ actor }) => actor === 'ada@example.com');
  expect(events).toMatchObject([
    {
      action: 'project_token.create',
      decision: 'changed',
      tokenHashPrefix: expect.stringMatching(/^[0-9a-f]{12}$/),
      detail: { before: null, after: { id, ...rest } },
    },
    {
      action: 'project_token.revoke',
      decision: 'revoked',
      detail: { before: { revoked_at: null } },
    },
  ]);
  expect(JSON.stringify(events)).not.toContain(token);
});
