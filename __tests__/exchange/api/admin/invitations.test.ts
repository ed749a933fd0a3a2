import { beforeEach, describe, expect, test } from '@jest/globals';
import { QUOTAS } from '../../../../src/exchange/policy/quotas.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { type Answer, services } from '../../service.ts';
import { type Tenants, tenants } from './acme.ts';
import { call, newUser } from './administration.ts';

const start = services();

/** Zoe, whom acme invites, is an admin of another organization. */
const ZOE = 'zoe@example.com';
const UNKNOWN = 'nobody@example.com';
const DAY = 24 * 60 * 60;

let world: Tenants;
let invitations: string;
let events: string;

beforeEach(async () => {
  world = await tenants(start);
  invitations = `/organizations/${world.organizationId}/invitations`;
  events = `/organizations/${world.organizationId}/audit-events`;
});

const invite = (email: string, headers: Record<string, string> = {}) =>
  world.admin('POST', invitations, { body: { email, role: 'member' }, headers });

const actionsOf = ({ body }: Answer): string[] =>
  body.items.map(({ action }: { action: string }) => action);

const organizationsOfZoe = async (): Promise<string[]> =>
  (await world.stranger('GET', '/organizations')).body.items.map(
    ({ name }: { name: string }) => name,
  );

/** Everything of an answer that is not drawn anew for each invitation. */
function lasting({ status, headers, body }: Answer, email: string) {
  const names = [...headers.keys()].toSorted();
  const text = JSON.stringify(body).replaceAll(email, 'EMAIL');
  const drawn = /"(?:id|created_at|expires_at|link)":"[^"]+"/g;
  return { status, names, text: text.replaceAll(drawn, '') };
}

/** So many more invitations, as an admin of acme has sent them. */
async function fillPlaces(count: number): Promise<void> {
  const connection = await world.service.database.connect();
  const later = Math.floor(Date.now() / 1000) + DAY;
  await connection.execute(`
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
    insert into invitations
      (id, organization_id, email, role, invited_by, created_at, expires_at)
    select 'i' || i, '${world.organizationId}', i || '@example.com', 'member', 'ada', 0, ${later}
    from n`);
  await connection.close();
}

describe('whether somebody has an account', () => {
  test('is not told by inviting them, nor by inviting them again', async () => {
    for (const round of ['first', 'again', 'with a key']) {
      const headers = round === 'with a key' ? { 'idempotency-key': 'k' } : undefined;
      const known = await invite(ZOE, headers);
      const unknown = await invite(UNKNOWN, headers && { 'idempotency-key': 'other' });
      expect(lasting(known, ZOE)).toEqual(lasting(unknown, UNKNOWN));
      expect(known.status).toBe(round === 'first' ? 201 : 409);
    }
  });

  test('is not told by the list, nor by the events', async () => {
    await invite(ZOE);
    await invite(UNKNOWN);
    const [known, unknown] = (await world.admin('GET', invitations)).body.items;
    expect(Object.keys(known)).toEqual(Object.keys(unknown));
    expect(Object.keys(known)).not.toContain('user_id');
    expect(actionsOf(await world.admin('GET', events)).slice(0, 2)).toEqual([
      'invitation.create',
      'invitation.create',
    ]);
  });

  test('is not told by declining: to the organization nobody has answered', async () => {
    const { body } = await invite(ZOE);
    const before = await world.admin('GET', `/invitations/${body.id}`);
    const seen = actionsOf(await world.admin('GET', events));
    expect((await world.stranger('DELETE', `/user/invitations/${body.id}`)).status).toBe(204);
    const after = await world.admin('GET', `/invitations/${body.id}`);
    expect({ ...after, headers: after.headers.get('etag') }).toEqual({
      ...before,
      headers: before.headers.get('etag'),
    });
    expect(actionsOf(await world.admin('GET', events))).toEqual(seen);
    expect((await invite(ZOE)).status).toBe(409);
    expect(actionsOf(await world.operator('GET', '/audit-events'))[0]).toBe(
      'user_invitation.decline',
    );
  });

  test('is not told by adding them without asking, which is for operators', async () => {
    const members = `/organizations/${world.organizationId}/members`;
    const add = (email: string) =>
      world.admin('POST', members, { body: { email, role: 'member' } });
    const known = await add(ZOE);
    expect(known).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(known.body.detail).toContain('Invite them instead');
    expect(lasting(known, ZOE)).toEqual(lasting(await add(UNKNOWN), UNKNOWN));
  });
});

describe('until an invitation is accepted', () => {
  test('it gives nothing, and shows nothing of what the invited person does', async () => {
    const { service } = world;
    const token = await newUser(service.store, 'eve@example.com', { globex: 'member' });
    const { body: invitation } = await invite('eve@example.com');
    expect((await call(service.url, token, 'GET', '/organizations')).body.items).toHaveLength(1);
    const resource = ['https://dockpass.example.com/acme/web'];
    expect((await service.narrow(token, { resource })).body.reason).toBe('project_not_granted');

    const seen = actionsOf(await world.admin('GET', events));
    // Refused: it does not say for which projects.
    const refused = await service.narrow(token);
    expect(refused.body.reason).toBe('project_required');
    expect(actionsOf(await world.admin('GET', events))).toEqual(seen);

    const path = `/user/invitations/${invitation.id}/accept`;
    expect((await call(service.url, token, 'POST', path)).status).toBe(200);
    expect((await service.narrow(token, { resource })).status).toBe(200);
    await service.narrow(token);
    const since = await world.admin('GET', `${events}?decision=refused`);
    expect(since.body.items.map(({ reason }: { reason: string }) => reason)).toContain(
      'project_required',
    );
    expect(JSON.stringify(since.body)).not.toContain(refused.body.reference);
  });
});

describe('the invited person', () => {
  test('sees who invites them to what, and accepts once', async () => {
    const { link: _, ...sent } = (await invite(ZOE)).body;
    const { body } = await world.stranger('GET', '/user/invitations');
    expect(body.items).toEqual([
      {
        id: sent.id,
        organization: { id: world.organizationId, name: 'acme' },
        role: 'member',
        invited_by: 'ada@example.com',
        created_at: sent.created_at,
        expires_at: sent.expires_at,
      },
    ]);
    const accept = () => world.stranger('POST', `/user/invitations/${sent.id}/accept`);
    const accepted = await accept();
    expect(accepted).toMatchObject({ status: 200, body: { email: ZOE, role: 'member' } });
    expect(await organizationsOfZoe()).toEqual(['acme', 'globex']);
    expect((await accept()).status).toBe(404);
    expect((await world.admin('GET', invitations)).body.items).toEqual([]);
    const [joined, answered] = (await world.admin('GET', events)).body.items;
    expect([joined, answered]).toMatchObject([
      { action: 'member.create', actor: ZOE, before: null, after: accepted.body },
      { action: 'user_invitation.accept', actor: ZOE, before: sent, after: null },
    ]);
  });

  test('may have no account yet: the one that an operator makes later finds it', async () => {
    const { body } = await invite('New@example.com');
    expect(body.email).toBe('new@example.com');
    const token = await newUser(world.service.store, 'new@example.com');
    const listed = await call(world.service.url, token, 'GET', '/user/invitations');
    expect(listed.body.items).toMatchObject([{ id: body.id }]);
  });

  test('declines, and can be asked again once the invitation is withdrawn', async () => {
    const { body } = await invite(ZOE);
    const own = `/user/invitations/${body.id}`;
    expect((await world.stranger('DELETE', own)).status).toBe(204);
    expect((await world.stranger('GET', own)).status).toBe(404);
    expect((await world.stranger('POST', `${own}/accept`)).status).toBe(404);
    expect((await world.admin('DELETE', `/invitations/${body.id}`)).status).toBe(204);
    expect((await invite(ZOE)).status).toBe(201);
    expect((await world.stranger('GET', '/user/invitations')).body.items).toHaveLength(1);
  });

  test('is the only one who can accept, whoever else holds the id', async () => {
    const { body } = await invite(UNKNOWN);
    for (const caller of [world.stranger, world.admin, world.operator])
      expect((await caller('POST', `/user/invitations/${body.id}/accept`)).status).toBe(404);
  });
});

describe('an invitation', () => {
  test('that was withdrawn cannot be accepted', async () => {
    const { link: _, ...body } = (await invite(ZOE)).body;
    await world.admin('DELETE', `/invitations/${body.id}`);
    expect((await world.stranger('POST', `/user/invitations/${body.id}/accept`)).status).toBe(404);
    expect(await organizationsOfZoe()).toEqual(['globex']);
    expect((await world.admin('GET', events)).body.items[0]).toMatchObject({
      action: 'invitation.delete',
      before: body,
      after: null,
    });
  });

  test('that has expired is gone for everybody, and another can take its place', async () => {
    const { body } = await invite(ZOE);
    world.service.pass(14 * DAY - 60);
    expect((await world.stranger('GET', '/user/invitations')).body.items).toHaveLength(1);
    world.service.pass(60);
    expect((await world.admin('GET', invitations)).body.items).toEqual([]);
    expect((await world.admin('GET', `/invitations/${body.id}`)).status).toBe(404);
    expect((await world.stranger('GET', '/user/invitations')).body.items).toEqual([]);
    expect((await world.stranger('POST', `/user/invitations/${body.id}/accept`)).status).toBe(404);
    expect((await invite(ZOE)).status).toBe(201);
  });

  test('to a member is refused, and their role stays', async () => {
    const body = { email: 'Bob@example.com', role: 'admin' };
    expect(await world.admin('POST', invitations, { body })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect((await world.member('GET', '/whoami')).body.organizations).toMatchObject([
      { role: 'member' },
    ]);
  });

  test('holds a place of a member: there are only so many of both', async () => {
    await fillPlaces(QUOTAS.members.limit - 3);
    const { body } = await invite(ZOE);
    const beyond = await invite(UNKNOWN);
    expect(beyond).toMatchObject({ status: 409, body: { code: 'quota_exceeded' } });
    expect(beyond.body.detail).toContain('10,001 members in organization acme');
    const members = `/organizations/${world.organizationId}/members`;
    const added = { body: { email: UNKNOWN, role: 'member' } };
    expect((await world.operator('POST', members, added)).body.code).toBe('quota_exceeded');
    const accept = `/user/invitations/${body.id}/accept`;
    expect((await world.stranger('POST', accept)).status).toBe(200);
  });

  test('is settled for whoever becomes a member without it', async () => {
    await invite(ZOE);
    const members = `/organizations/${world.organizationId}/members`;
    const body = { email: ZOE, role: 'admin' };
    expect((await world.operator('POST', members, { body })).status).toBe(201);
    expect((await world.stranger('GET', '/user/invitations')).body.items).toEqual([]);
    expect((await world.admin('GET', invitations)).body.items).toEqual([]);
  });

  test('goes with its organization', async () => {
    const { body: globex } = await world.operator('POST', '/organizations', {
      body: { name: 'initech' },
    });
    const path = `/organizations/${globex.id}/invitations`;
    const body = { email: ZOE, role: 'admin' };
    expect((await world.operator('POST', path, { body })).status).toBe(201);
    await world.operator('DELETE', `/organizations/${globex.id}`);
    expect((await world.stranger('GET', '/user/invitations')).body.items).toEqual([]);
  });

  test.each(['nobody', 'a@b@c', ' ada@example.com', 'ada@example.com\u200b', 'a'.repeat(300)])(
    'to %j is refused: that is no address',
    async (email) => {
      expect((await invite(email)).body.faults).toMatchObject([{ at: '/email' }]);
    },
  );

  test('that never was is answered as one of another organization', async () => {
    const { body } = await invite(UNKNOWN);
    for (const method of ['GET', 'DELETE'] as const) {
      const foreign = await world.stranger(method, `/invitations/${body.id}`);
      const missing = await world.stranger(method, `/invitations/${systemRandom.id()}`);
      expect([foreign.status, foreign.body]).toEqual([404, missing.body]);
    }
  });
});

test('when an account was made is not told of a member whom an operator has added', async () => {
  const members = `/organizations/${world.organizationId}/members`;
  const add = (email: string) =>
    world.operator('POST', members, { body: { email, role: 'member' } });
  const [known, unknown] = [await add(ZOE), await add(UNKNOWN)];
  expect(lasting(known, ZOE).status).toBe(201);
  expect(unknown.status).toBe(201);
  expect(actionsOf(await world.admin('GET', events)).slice(0, 2)).toEqual([
    'member.create',
    'member.create',
  ]);
  expect(actionsOf(await world.operator('GET', '/audit-events'))).toContain('user.create');
});
