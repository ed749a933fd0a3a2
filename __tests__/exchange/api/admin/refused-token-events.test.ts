import { beforeEach, describe, expect, test } from '@jest/globals';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { askBuilderCredentials } from '../../builders/job.ts';
import { addRegistry, askToken } from '../../registry/dock.ts';
import { type Answer, PUBLIC_URL, services } from '../../service.ts';
import { addProjectToken, addUser, projectOf } from '../../tenants.ts';
import { SHOP, type Tenants, tenants } from './acme.ts';

const start = services();

let world: Tenants;

beforeEach(async () => {
  world = await tenants(start, { trust: [{}, { project: 'acme/docs' }, SHOP] });
  await addRegistry(world.service.store);
});

const resource = (...projects: string[]) => ({
  resource: projects.map((project) => `${PUBLIC_URL}/${project}`),
});

const pull = (token: string, project: string) =>
  askToken(world.service.url, token, [`repository:${project}/image:pull`]);

const WAYS: [string, (token: string, project: string) => Promise<Answer>][] = [
  ['a pull', pull],
  [
    'a push',
    (token, project) => askToken(world.service.url, token, [`repository:${project}:push`]),
  ],
  ['narrowing', (token, project) => world.service.narrow(token, resource(project))],
  [
    'builder credentials',
    (token, project) => askBuilderCredentials(world.service, token, { project }),
  ],
];

function referenceIn({ body }: Answer): string {
  return body.reference ?? body.errors[0].detail.reference;
}

/** What the admins of acme and of globex read of what was answered. */
async function readings(answer: Answer) {
  const path = `/audit-events/${referenceIn(answer)}`;
  const [ada, zoe] = await Promise.all([world.admin('GET', path), world.stranger('GET', path)]);
  return { ada: ada.body, zoe };
}

async function listOf(organization: string, send: Tenants['admin'], query = '') {
  const { store } = world.service;
  const found = await store.read(({ organizations }) => organizations.findByName(organization));
  return await send('GET', `/organizations/${found?.id}/audit-events${query}`);
}

const zoesList = () => listOf('globex', world.stranger);

const TOKENS: [string, () => Promise<string>][] = [
  ['a build token', () => world.service.buildToken(resource('acme/web', 'acme/docs'))],
  ['a project token', async () => (await addProjectToken(world.service.store)).token],
  ['a user', async () => (await addUser(world.service.store, { acme: 'admin' })).token],
];

describe.each(TOKENS)('a stranger whose project %s of acme asks for in vain', (_, tokenOf) => {
  test.each(WAYS)('reads nothing of it: %s', async (_way, ask) => {
    const answer = await ask(await tokenOf(), 'globex/shop');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const { ada, zoe } = await readings(answer);
    expect(zoe).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await zoesList()).body).toEqual({ items: [], next: null });
    expect(ada).toMatchObject({
      decision: 'refused',
      actor: expect.stringMatching(/^(build|project) token |@/),
      message: expect.any(String),
      detail: { token: { kind: expect.any(String), id: expect.any(String) } },
    });
    expect((await listOf('acme', world.admin, '?decision=refused')).body.items).toEqual([ada]);
  });
});

test('its own admins find a refusal by the project that was asked for', async () => {
  const { token } = await addProjectToken(world.service.store, { project: 'acme/web' });
  const answer = await pull(token, 'acme/docs');
  const { id } = await world.service.store.read((records) => projectOf(records, 'acme/docs'));
  const found = await listOf('acme', world.admin, `?project_id=${id}`);
  expect(found.body.items).toMatchObject([{ id: referenceIn(answer) }]);
});

describe('of a token that opens projects of two organizations', () => {
  test('a refusal in one of them is not for the other', async () => {
    const { store } = world.service;
    const both = { acme: 'member', globex: 'member' } as const;
    const { token } = await addUser(store, both, { expiresAt: 1 });
    const { ada, zoe } = await readings(await pull(token, 'acme/web'));
    expect(zoe.status).toBe(404);
    expect(ada).toMatchObject({ reason: 'expired', projects: ['acme/web'] });
  });

  test('a refusal elsewhere tells neither what it covers at the other', async () => {
    const { token } = await addUser(world.service.store, { acme: 'member', globex: 'member' });
    const answer = await pull(token, 'initech/none');
    expect(answer.body.errors[0].message).toMatch(/acme\/web .*globex\/shop /);
    const { ada, zoe } = await readings(answer);
    for (const reading of [ada, zoe.body])
      expect(reading).toMatchObject({ projects: [], message: null, detail: null });
    expect(JSON.stringify(ada)).not.toContain('globex');
    expect(JSON.stringify(zoe.body)).not.toContain('acme');
  });

  test('a refusal in one of them does not tell it what the token covers at the other', async () => {
    const trust = [
      { permissions: ['pull' as const] },
      { ...SHOP, repository: 'acme/web', repositoryId: '260064828', repositoryOwnerId: '1342004' },
    ];
    world = await tenants(start, { trust });
    await addRegistry(world.service.store);
    const { store } = world.service;
    const user = (await addUser(store, { acme: 'member', globex: 'member' })).token;
    const build = await world.service.buildToken(resource('acme/web', 'globex/shop'));
    for (const token of [user, build]) {
      const scopes = ['repository:globex/shop:pull', 'repository:globex/shpo:push'];
      const answer = await askToken(world.service.url, token, scopes);
      expect(answer.body.errors[0].message).toMatch(/acme\/web .*globex\/shop /);
      const { ada, zoe } = await readings(answer);
      expect(ada).toMatchObject({ code: 'not_found' });
      expect(zoe.body).toMatchObject({ reason: 'project_not_granted', message: null });
      expect(JSON.stringify(zoe.body)).not.toContain('acme');
    }
  });

  test('a refusal of what belongs to neither tells as little', async () => {
    const { token } = await addUser(world.service.store, { acme: 'member', globex: 'member' });
    const answer = await askToken(world.service.url, token, ['registry:catalog:*']);
    expect(answer.body.errors[0].message).toMatch(/acme\/web .*globex\/shop /);
    const { ada, zoe } = await readings(answer);
    for (const reading of [ada, zoe.body]) expect(reading).toMatchObject({ message: null });
    expect(JSON.stringify(zoe.body)).not.toContain('acme');
  });

  test('a refusal tells as little though an event keeps only so many of its readers', async () => {
    const own = ['acme/web', ...Array.from({ length: 19 }, (_, index) => `acme/p${10 + index}`)];
    const projects = [...own, 'globex/shop'];
    const trust = projects.map((project) => ({ project }));
    world = await tenants(start, { trust });
    await addRegistry(world.service.store);
    const token = await world.service.buildToken(resource(...projects));
    const { ada } = await readings(
      await askToken(world.service.url, token, ['registry:catalog:*']),
    );
    expect(ada).toMatchObject({ reason: 'permission_not_granted', message: null });
  });

  test('a revocation tells each of its own projects', async () => {
    const trust = [
      {},
      { ...SHOP, repository: 'acme/web', repositoryId: '260064828', repositoryOwnerId: '1342004' },
    ];
    world = await tenants(start, { trust });
    await world.service.revoke(await world.service.buildToken(resource('acme/web', 'globex/shop')));
    const [{ items: zoes }, { items: adas }] = [
      (await zoesList()).body,
      (await listOf('acme', world.admin)).body,
    ];
    expect(zoes[0]).toMatchObject({ action: 'revoke', projects: ['globex/shop'], detail: null });
    expect(adas[0]).toMatchObject({ action: 'revoke', projects: ['acme/web'], detail: null });
  });
});

describe('of a job', () => {
  test('that names a project, its admins read the claims, to be able to say why it was refused', async () => {
    const { zoe } = await readings(await world.service.exchange(resource('globex/shop')));
    expect(zoe.body).toMatchObject({
      reason: 'no_trust_relationship',
      claims: { repository: 'acme/web' },
      projects: ['globex/shop'],
    });
  });

  test('that names its own, a stranger reads nothing, though a relationship of theirs names it', async () => {
    const ids = { repositoryId: '260064828', repositoryOwnerId: '1342004' };
    const trust = ['enforce', 'audit'].map((mode) => ({
      ...SHOP,
      ...ids,
      repository: 'acme/web',
      mode: mode as 'enforce' | 'audit',
    }));
    world = await tenants(start, { trust: [{ conditions: { refs: ['refs/tags/*'] } }, ...trust] });
    const { ada, zoe } = await readings(await world.service.exchange(resource('acme/web')));
    expect(ada.reason).toBe('condition_failed');
    expect(zoe.status).toBe(404);
    expect((await zoesList()).body.items).toEqual([]);
  });
});

test('refusals that were recorded for whoever was asked are for operators alone', async () => {
  const { store } = world.service;
  const { organizationId, id: projectId } = await store.read((records) =>
    projectOf(records, 'globex/shop'),
  );
  const id = systemRandom.id();
  await store.appendEvent({
    id,
    time: new Date().toISOString(),
    action: 'registry_token',
    decision: 'refused',
    reason: 'project_not_granted',
    actor: 'ada@example.com',
    issuer: null,
    claims: null,
    scopes: [{ organizationId, projectId, project: 'globex/shop' }],
    projects: ['globex/shop'],
    permissions: [],
    relationships: [],
    wouldGrant: [],
    tokenHashPrefix: null,
    clientAddress: '192.0.2.7',
    detail: {
      message: 'The token does not cover project globex/shop; it covers acme/web (pull).',
      cause: null,
    },
  });
  expect((await zoesList()).body).toEqual({ items: [], next: null });
  expect((await world.stranger('GET', `/audit-events/${id}`)).status).toBe(404);
  expect((await world.operator('GET', `/audit-events/${id}`)).body).toMatchObject({ id });
});
