import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Service, services } from '../../service.ts';
import { call } from './administration.ts';
import { worlds } from './requests.ts';
import type { World } from './world.ts';

const start = services(afterAll);

let service: Service;

beforeAll(async () => {
  service = await start({ config: { rateLimits: { perAddress: 0, perRepository: 0 } } });
});

const world = worlds(() => service);

type Caller = 'admin' | 'operator' | 'stranger' | 'member';

const get = async (caller: Caller, path: string) =>
  await call(service.url, (await world.current()).tokens[caller], 'GET', path);

/** Every kind of thing that has a name, and that name beside its id. */
async function named() {
  const current = await world.current();
  const ids = current.ids('member');
  const one = async (path: string) => (await get('operator', path)).body;
  const organization = await one(`/organizations/${ids.organization_id}`);
  const project = await one(`/projects/${ids.project_id}`);
  const member = await one(`/organizations/${ids.organization_id}/members/${ids.user_id}`);
  const issuer = await one(`/issuers/${ids.issuer_id}`);
  const registry = await one(`/registries/${ids.registry_id}`);
  return { ids, organization, project, member, issuer, registry };
}

test('what has a name is found by it as by its id', async () => {
  const { ids, organization, project, member, issuer, registry } = await named();
  const path = encodeURIComponent(project.path);
  for (const [byName, byId] of [
    [`/organizations/${organization.name}`, `/organizations/${ids.organization_id}`],
    [`/projects/${path}`, `/projects/${ids.project_id}`],
    [`/projects/${path}/tokens`, `/projects/${ids.project_id}/tokens`],
    [`/projects/${path}/trust-relationships`, `/projects/${ids.project_id}/trust-relationships`],
    [`/users/${member.email}`, `/users/${ids.user_id}`],
    [`/users/${member.email.toUpperCase()}`, `/users/${ids.user_id}`],
    [
      `/organizations/${organization.name}/members/${member.email}`,
      `/organizations/${ids.organization_id}/members/${ids.user_id}`,
    ],
    [`/issuers/${encodeURIComponent(issuer.url)}`, `/issuers/${ids.issuer_id}`],
    [`/registries/${registry.name}`, `/registries/${ids.registry_id}`],
  ] as const) {
    const [wanted, found] = [await get('operator', byId), await get('operator', byName)];
    expect([byName, found.status, found.body]).toEqual([byName, 200, wanted.body]);
    expect(found.headers.get('etag')).toBe(wanted.headers.get('etag'));
  }
});

test('a project is found by its path where a proxy decodes paths', async () => {
  const { project } = await named();
  const query = `/projects?path=${project.path}`;
  expect((await get('member', query)).body).toEqual({ items: [project], next: null });
  expect((await get('stranger', query)).body).toEqual({ items: [], next: null });
  expect((await get('stranger', '/projects?path=no/such')).body).toEqual({
    items: [],
    next: null,
  });
});

test('an issuer is found by its URL where a proxy decodes paths', async () => {
  const { issuer } = await named();
  const { body } = await get('member', `/issuers?url=${encodeURIComponent(issuer.url)}`);
  expect(body).toEqual({ items: [issuer], next: null });
});

test('a name tells a stranger no more than an id', async () => {
  const { organization, project, member } = await named();
  const answerTo = async (path: string) => {
    const { status, body } = await get('stranger', path);
    return { status, body };
  };
  const nowhere = await answerTo('/organizations/no-such-organization');
  expect(nowhere.status).toBe(404);
  for (const path of [
    `/organizations/${organization.name}`,
    `/organizations/${organization.name}/members/${member.email}`,
    `/organizations/${organization.name}/members/nobody@example.com`,
    `/projects/${encodeURIComponent(project.path)}`,
    `/projects/${encodeURIComponent(`${organization.name}/no-such-project`)}`,
    '/projects/no%2Fsuch%2Fpath',
    '/organizations/%00',
  ])
    expect([path, await answerTo(path)]).toEqual([path, nowhere]);
});

test("a user of another organization's is not found among the members by address", async () => {
  const { organization } = await named();
  const stranger = await get('stranger', '/whoami');
  const find = async (email: string) =>
    await get('admin', `/organizations/${organization.name}/members/${email}`);
  const theirs = await find(stranger.body.user.email);
  const nobody = await find('nobody@example.com');
  expect([theirs.status, theirs.body]).toEqual([404, nobody.body]);
});

test('events are searched by the path of a project and the name of an organization', async () => {
  const { organization, project, ids } = await named();
  const events = async (caller: Caller, query: string) =>
    await get(caller, `/audit-events?limit=5&${query}`);
  const byId = await events('operator', `project_id=${ids.project_id}`);
  expect(await events('operator', `project_id=${project.path}`)).toMatchObject({
    status: 200,
    body: byId.body,
  });
  const ofOrganization = await events('operator', `organization_id=${ids.organization_id}`);
  expect(await events('operator', `organization_id=${organization.name}`)).toMatchObject({
    status: 200,
    body: ofOrganization.body,
  });
  const own = await get(
    'admin',
    `/organizations/${organization.name}/audit-events?limit=5&project_id=${project.path}`,
  );
  expect(own).toMatchObject({ status: 200 });
});

test("another organization's project is searched for as one that does not exist", async () => {
  const { project } = await named();
  const { body: mine } = await get('stranger', '/organizations');
  const [{ id }] = mine.items as [{ id: string }];
  const search = async (path: string) => {
    const { status, body } = await get(
      'stranger',
      `/organizations/${id}/audit-events?project_id=${path}`,
    );
    return { status, body };
  };
  const nowhere = await search('no/such');
  expect(nowhere.status).toBe(400);
  expect(await search(project.path)).toEqual(nowhere);
});

const ID = '01a209b1-dca3-714d-b524-232afac1fb50';

test.each([
  ['POST', '/organizations', { name: ID }],
  ['PATCH', '/organizations/:organization_id', { name: ID }],
  ['POST', '/organizations/:organization_id/projects', { name: ID }],
  ['PATCH', '/projects/:project_id', { name: ID }],
  ['POST', '/registries', { name: ID, hosts: ['registry.example.com'] }],
  ['POST', '/registries', { name: 'x'.repeat(43), hosts: ['registry.example.com'] }],
  ['POST', '/registries', { name: ID.toUpperCase(), hosts: ['registry.example.com'] }],
])('%s %s: a name that looks like an id is refused', async (method, path, body) => {
  const current: World = await world.current();
  const ids: Record<string, string> = current.ids('operator');
  const target = path.replaceAll(/:(\w+)/g, (_, parameter: string) => ids[parameter] ?? '');
  const answer = await call(service.url, current.tokens.operator, method, target, { body });
  expect(answer).toMatchObject({
    status: 400,
    body: { faults: [{ at: '/name', detail: expect.stringContaining('looks like an id') }] },
  });
});

test('a change is carried out by name, repeated by its key, and guarded by its tag', async () => {
  const { organization, project, ids } = await named();
  const { tokens } = await world.current();
  world.spent();
  const path = `/projects/${encodeURIComponent(project.path)}`;
  const send = (headers: Record<string, string>) =>
    call(service.url, tokens.operator, 'PATCH', path, { headers, body: { name: 'renamed' } });
  const stale = await send({ 'if-match': '"stale"' });
  expect(stale.status).toBe(412);
  const { headers } = await call(service.url, tokens.operator, 'GET', path);
  const sent = {
    'if-match': headers.get('etag') ?? '',
    'idempotency-key': `by-name-${ids.project_id}`,
  };
  const first = await send(sent);
  expect(first).toMatchObject({
    status: 200,
    body: { id: ids.project_id, path: `${organization.name}/renamed` },
  });
  // The name is another one by now, and the request is the same.
  const again = await send(sent);
  expect(again).toMatchObject({ status: 200, body: first.body });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
});
