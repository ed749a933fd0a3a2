import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN_ROUTES, type AdminRoute } from '../../../../src/exchange/api/admin/routes.ts';
import { eventually } from '../../eventually.ts';
import { type Service, services } from '../../service.ts';
import { idsOf, nameOf, request, routeNamed, worlds } from './requests.ts';

const start = services(afterAll);

let service: Service;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
});

const world = worlds(() => service);

/** What ends all sessions but one is about no single thing that could be read before. */
const guarded = ADMIN_ROUTES.filter(
  ([method, path]) => ['PUT', 'PATCH', 'DELETE'].includes(method) && path !== '/user/sessions',
);

/** As everybody may do it who may do it at all. */
async function send(route: AdminRoute, ifMatch?: string) {
  const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch };
  return await request(service, await world.current(), 'operator', route, { headers });
}

/** The tag of what the route changes, as its GET tells it. */
async function tagOf(route: AdminRoute): Promise<string | null> {
  const current = await world.current();
  const ids = idsOf(route, current, 'operator');
  const { headers } = await request(service, current, 'operator', routeNamed(`GET ${route[1]}`), {
    ids,
  });
  return headers.get('etag');
}

describe.each(guarded.map((route) => [nameOf(route), route] as const))('%s', (_, route) => {
  test('is carried out for the tag of the GET before, among others or for any', async () => {
    for (const ifMatch of [(tag: string) => tag, (tag: string) => `"a,b", ${tag}`, () => '*']) {
      const tag = await tagOf(route);
      expect(tag).toMatch(/^"[^"]+"$/);
      expect((await send(route, ifMatch(`${tag}`))).status).toBeLessThan(300);
      world.spent();
    }
  });

  test('is refused for another tag, for a weak one and for none', async () => {
    const tag = await tagOf(route);
    for (const ifMatch of ['"other"', `W/${tag}`, `w/${tag}`, `"a",W/${tag}`, `x${tag}`, 'none'])
      expect(await send(route, ifMatch)).toMatchObject({
        status: 412,
        body: { code: 'precondition_failed' },
      });
    expect(await tagOf(route)).toBe(tag);
  });
});

test('the tag of what was created or updated is that of its GET', async () => {
  const { ids, tokens } = await world.current();
  const api = async (method: string, path: string, body?: object) =>
    await fetch(`${service.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  for (const [list, item, first, second] of [
    [
      `/organizations/${ids('admin').organization_id}/projects`,
      '/projects',
      { name: 'one' },
      { name: 'two' },
    ],
    ['/user/tokens', '/user/tokens', { description: 'one' }, { description: 'two' }],
  ] as const) {
    const created = await api('POST', list, first);
    const { id } = (await created.json()) as { id: string };
    const read = await api('GET', `${item}/${id}`);
    expect(read.headers.get('etag')).toBe(created.headers.get('etag'));
    const updated = await api('PATCH', `${item}/${id}`, second);
    expect(updated.headers.get('etag')).not.toBe(created.headers.get('etag'));
    const again = await api('GET', `${item}/${id}`);
    expect(again.headers.get('etag')).toBe(updated.headers.get('etag'));
  }
});

test('using a token does not change its tag', async () => {
  const current = await world.current();
  const get = async () =>
    await request(service, current, 'admin', routeNamed('GET /user/tokens/:token_id'));
  const before = await get();
  service.pass(3600);
  const used = await eventually(async () => {
    const now = await get();
    return now.body.last_used_at === before.body.last_used_at ? undefined : now;
  });
  expect(used.headers.get('etag')).toBe(before.headers.get('etag'));
});
