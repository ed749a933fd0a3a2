import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Service, services } from '../../service.ts';
import { call } from './administration.ts';
import { worlds } from './requests.ts';
import type { Caller, World } from './world.ts';

const start = services(afterAll);

let service: Service;
let current: World;
let members: string;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
});

const world = worlds(() => service);

beforeEach(async () => {
  world.spent();
  current = await world.current();
  members = `/organizations/${current.ids('admin').organization_id}/members`;
});

const send = (caller: Caller, method: string, path: string, body?: object) =>
  call(service.url, current.tokens[caller], method, path, { body });

/** The id of the user whose token it is. */
const userId = async (caller: Caller): Promise<string> =>
  (await send(caller, 'GET', '/whoami')).body.user.id;

const eventsAfter = async (count: number) =>
  (await service.events()).slice(count).map(({ action, actor, detail }) => ({
    action,
    actor,
    detail,
  }));

describe('adding, by an operator', () => {
  test('somebody whom nobody knows creates a user, in whatever case the address is', async () => {
    const email = `New@${current.name}.example.com`;
    const before = (await service.events()).length;
    const added = await send('operator', 'POST', members, { email, role: 'member' });
    expect(added).toMatchObject({
      status: 201,
      body: { email: email.toLowerCase(), role: 'member' },
    });
    const user = await send('operator', 'GET', `/users/${added.body.user_id}`);
    expect(user.body).toMatchObject({ email: email.toLowerCase(), operator: false });
    expect(await eventsAfter(before)).toMatchObject([
      { action: 'member.create', detail: { before: null, after: added.body } },
      { action: 'user.create', detail: { before: null, after: user.body } },
    ]);
  });

  test('somebody of another organization adds them to this one, too', async () => {
    const { body: stranger } = await send('stranger', 'GET', '/whoami');
    const { email } = stranger.user;
    const added = await send('operator', 'POST', members, { email, role: 'admin' });
    expect(added.body.user_id).toBe(stranger.user.id);
    const { body } = await send('stranger', 'GET', '/whoami');
    expect(body.organizations).toHaveLength(2);
  });

  test('a member again is refused, and their role stays', async () => {
    const email = `member@${current.name}.example.com`;
    const again = await send('operator', 'POST', members, { email, role: 'admin' });
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const member = await send('admin', 'GET', `${members}/${await userId('member')}`);
    expect(member.body.role).toBe('member');
  });

  test.each(['nobody', 'a@b@c', ' ada@example.com', 'ada@example.com\u200b', 'a'.repeat(300)])(
    '%j is no address',
    async (email) => {
      const answer = await send('operator', 'POST', members, { email, role: 'member' });
      expect(answer.body.faults).toMatchObject([{ at: '/email' }]);
    },
  );
});

describe('the last admin', () => {
  test('can neither step down nor leave, nor rely on one who is disabled', async () => {
    const own = `${members}/${await userId('admin')}`;
    const down = await send('admin', 'PATCH', own, { role: 'member' });
    const leave = await send('admin', 'DELETE', own);
    expect([down, leave].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'conflict'],
      [409, 'conflict'],
    ]);
    expect((await send('admin', 'GET', own)).body.role).toBe('admin');
  });

  test('can once there is another', async () => {
    const own = `${members}/${await userId('admin')}`;
    await send('admin', 'PATCH', `${members}/${await userId('member')}`, { role: 'admin' });
    expect((await send('admin', 'DELETE', own)).status).toBe(204);
    expect((await send('admin', 'GET', members)).status).toBe(404);
  });

  test('can be removed by an operator', async () => {
    const own = `${members}/${await userId('admin')}`;
    expect((await send('operator', 'DELETE', own)).status).toBe(204);
  });
});

describe('a member', () => {
  test('may leave, and then sees nothing any more', async () => {
    const own = `${members}/${await userId('member')}`;
    expect((await send('member', 'DELETE', own)).status).toBe(204);
    expect((await send('member', 'GET', members)).status).toBe(404);
    expect((await send('member', 'GET', '/organizations')).body.items).toHaveLength(1);
  });

  test('cannot make themself an admin', async () => {
    const own = `${members}/${await userId('member')}`;
    const answer = await send('member', 'PATCH', own, { role: 'admin' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test('who is demoted administers no more with the next request', async () => {
    const second = await userId('member');
    await send('admin', 'PATCH', `${members}/${second}`, { role: 'admin' });
    expect((await send('member', 'PATCH', `${members}/${second}`, { role: 'admin' })).status).toBe(
      200,
    );
    await send('admin', 'PATCH', `${members}/${second}`, { role: 'member' });
    expect((await send('member', 'PATCH', `${members}/${second}`, { role: 'admin' })).status).toBe(
      403,
    );
  });

  test('of another organization is none of this one, under any path', async () => {
    const answer = await send('admin', 'GET', `${members}/${await userId('stranger')}`);
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
