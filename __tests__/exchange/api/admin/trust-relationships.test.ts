import { beforeEach, describe, expect, test } from '@jest/globals';
import { PUBLIC_URL, services } from '../../service.ts';
import { NOBODY, type Tenants, tenants } from './acme.ts';

const start = services();

let world: Tenants;
let list: string;

beforeEach(async () => {
  world = await tenants(start);
  list = `/projects/${world.projectId}/trust-relationships`;
});

const RULE = {
  repository: 'acme/docs',
  repository_id: '77',
  repository_owner_id: '1342004',
  refs: ['refs/heads/main'],
  permissions: ['pull', 'build'],
  max_lifetime: '2h',
  description: 'Previews',
};

const create = async (body: object = RULE) => (await world.admin('POST', list, { body })).body;

test('a relationship is created as in the policy file and shown with all there is to know', async () => {
  const created = await world.admin('POST', list, { body: RULE });
  expect(created).toMatchObject({ status: 201 });
  expect(created.body).toEqual({
    id: expect.any(String),
    project_id: world.projectId,
    ...RULE,
    permissions: ['build', 'pull'],
    issuer: world.service.issuer.url,
    base_refs: null,
    environments: null,
    events: null,
    workflows: null,
    reusable_workflows: null,
    mode: 'enforce',
    expires_at: null,
    pinned: true,
    created_by: 'ada@example.com',
    created_at: expect.any(String),
    last_used_at: null,
    warnings: [],
  });
  const path = `/trust-relationships/${created.body.id}`;
  expect((await world.member('GET', path)).body).toEqual(created.body);
  const { items } = (await world.member('GET', list)).body;
  expect(items.map(({ repository }: { repository: string }) => repository)).toEqual([
    'acme/web',
    'acme/docs',
  ]);
});

test('what it grants works with the next exchange', async () => {
  await create();
  const claims = { repository: 'acme/docs', repository_id: '77' };
  const answer = await world.service.exchange({
    subject_token: world.service.idToken(claims),
    resource: `${PUBLIC_URL}/acme/web`,
  });
  expect(answer).toMatchObject({
    status: 200,
    body: { scope: 'build pull', projects: ['acme/web'] },
  });
});

test('dangerous choices are warned of, as apply does', async () => {
  const { pinned, warnings } = await create({ repository: 'acme/docs', permissions: ['push'] });
  expect(pinned).toBe(false);
  expect(warnings.map(({ code }: { code: string }) => code)).toEqual([
    'unpinned_repository',
    'any_ref_can_push',
    'pull_request_can_push',
    'push_without_pull',
  ]);
});

test('an update changes what it names, null clears, and the rest stays', async () => {
  const created = await create();
  const path = `/trust-relationships/${created.id}`;
  const body = { refs: null, max_lifetime: 3600, mode: 'audit', repository_id: null };
  const updated = await world.admin('PATCH', path, { body });
  expect(updated.status).toBe(200);
  expect(updated.body).toMatchObject({
    ...created,
    refs: null,
    max_lifetime: '1h',
    mode: 'audit',
    repository_id: null,
    pinned: false,
    warnings: [{ code: 'unpinned_repository' }],
  });
  expect((await world.admin('GET', path)).body).toEqual(updated.body);
});

test('a tightened rule counts from the next exchange on', async () => {
  const [{ id }] = (await world.member('GET', list)).body.items;
  const body = { refs: ['refs/tags/v*'] };
  await world.admin('PATCH', `/trust-relationships/${id}`, { body });
  expect(await world.service.exchange()).toMatchObject({ body: { reason: 'condition_failed' } });
});

test('an update of a rule that was changed meanwhile is refused', async () => {
  const [{ id }] = (await world.member('GET', list)).body.items;
  const path = `/trust-relationships/${id}`;
  const headers = { 'if-match': (await world.admin('GET', path)).headers.get('etag') ?? '' };
  const first = { body: { mode: 'audit' }, headers };
  expect(await world.admin('PATCH', path, first)).toMatchObject({ status: 200 });
  expect(await world.admin('PATCH', path, first)).toMatchObject({ status: 412 });
  expect(await world.admin('DELETE', path, { headers })).toMatchObject({ status: 412 });
});

test('a use of a rule does not stand in the way of its editor', async () => {
  const [{ id }] = (await world.member('GET', list)).body.items;
  const path = `/trust-relationships/${id}`;
  const headers = { 'if-match': (await world.admin('GET', path)).headers.get('etag') ?? '' };
  await world.service.buildToken();
  expect((await world.admin('GET', path)).body.last_used_at).not.toBeNull();
  const answer = await world.admin('PATCH', path, { body: { mode: 'audit' }, headers });
  expect(answer.status).toBe(200);
});

test('what was issued under a deleted relationship opens nothing any more', async () => {
  const token = await world.service.buildToken();
  const [{ id }] = (await world.member('GET', list)).body.items;
  expect(await world.admin('DELETE', `/trust-relationships/${id}`)).toMatchObject({ status: 204 });
  expect((await world.service.introspect(token)).body).toEqual({ active: false });
  expect(await world.service.exchange()).toMatchObject({
    body: { reason: 'no_trust_relationship' },
  });
});

test.each([
  ['/repository', { repository: 'https://github.com/acme/docs' }],
  ['/repository_id', { repository_id: 77 }],
  ['/refs/0', { refs: ['main'] }],
  ['/permissions/0', { permissions: ['admin'] }],
  ['/permissions', { permissions: [] }],
  ['/max_lifetime', { max_lifetime: '5s' }],
  ['/issuer', { issuer: 'https://unknown.example.com' }],
  ['/expires_at', { expires_at: '2027-02-30' }],
  ['/projct', { projct: 'web' }],
])('a fault at %s is told, and nothing is stored', async (at, fault) => {
  const answer = await world.admin('POST', list, { body: { ...RULE, ...fault } });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', faults: [{ at }] },
  });
  expect((await world.admin('GET', list)).body.items).toHaveLength(1);
});

test('the issuer must be named once there are several', async () => {
  const url = 'https://ghes.example.com/_services/token';
  await world.operator('POST', '/issuers', { body: { url, provider: 'github' } });
  const without = await world.admin('POST', list, { body: RULE });
  expect(without).toMatchObject({ status: 400, body: { faults: [{ at: '/issuer' }] } });
  const answer = await world.admin('POST', list, { body: { ...RULE, issuer: url } });
  expect(answer).toMatchObject({ status: 201, body: { issuer: url } });
});

test('members read and do not write', async () => {
  const [{ id }] = (await world.member('GET', list)).body.items;
  const path = `/trust-relationships/${id}`;
  for (const answer of [
    await world.member('POST', list, { body: RULE }),
    await world.member('PATCH', path, { body: {} }),
    await world.member('DELETE', path),
  ])
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test("another organization's relationship looks like one that does not exist", async () => {
  const [{ id }] = (await world.member('GET', list)).body.items;
  const answers = await Promise.all(
    [id, NOBODY].map((tried) => world.stranger('GET', `/trust-relationships/${tried}`)),
  );
  expect(answers[0]).toMatchObject({ status: 404 });
  expect(answers[0]?.body).toEqual(answers[1]?.body);
});

test('every change leaves its before and after under the same names', async () => {
  const created = await create();
  const path = `/trust-relationships/${created.id}`;
  const updated = (await world.admin('PATCH', path, { body: { refs: null } })).body;
  await world.admin('DELETE', path);
  const events = (await world.service.events()).filter(({ actor }) => actor !== 'exchange');
  expect(events).toMatchObject([
    { action: 'trust_relationship.create', detail: { before: null, after: created } },
    { action: 'trust_relationship.update', detail: { before: created, after: updated } },
    { action: 'trust_relationship.delete', detail: { before: updated, after: null } },
  ]);
  for (const event of events)
    expect(event).toMatchObject({
      actor: 'ada@example.com',
      projects: ['acme/web'],
      relationships: [created.id],
      scopes: [{ organizationId: world.organizationId, projectId: world.projectId }],
    });
});

describe('conditions that can hold for no job', () => {
  const CONTRADICTION = { refs: ['refs/heads/main'], events: ['merge_group'] };

  test('are refused, of a new relationship, of a change, and of a draft', async () => {
    const [{ id }] = (await world.member('GET', list)).body.items;
    const draft = { repository: 'acme/web', permissions: ['pull'], ...CONTRADICTION };
    const refused = { status: 400, body: { faults: [{ at: '/refs' }] } };
    expect(await world.admin('POST', list, { body: draft })).toMatchObject(refused);
    const path = `/trust-relationships/${id}`;
    expect(await world.admin('PATCH', path, { body: { refs: CONTRADICTION.refs } })).toMatchObject({
      status: 200,
    });
    const body = { events: CONTRADICTION.events };
    expect(await world.admin('PATCH', path, { body })).toMatchObject(refused);
    const tried = { claims: { repository: 'acme/web' }, trust_relationship: draft };
    expect(await world.admin('POST', `${list}/test`, { body: tried })).toMatchObject({
      status: 400,
      body: { faults: [{ at: '/trust_relationship/refs' }] },
    });
  });

  test('that are stored already stay until somebody changes them', async () => {
    const [{ id }] = (await world.member('GET', list)).body.items;
    const database = await world.service.database.connect();
    await database.execute(
      `update trust_relationships set conditions = '{"refs":["refs/head/main"],"events":["merge_group"]}'`,
    );
    await database.close();
    const path = `/trust-relationships/${id}`;
    const body = { description: 'Left as it is' };
    expect(await world.admin('PATCH', path, { body })).toMatchObject({
      status: 200,
      body: { refs: ['refs/head/main'], base_refs: null, ...body },
    });
    expect(await world.service.exchange()).toMatchObject({ body: { reason: 'condition_failed' } });
    const mended = { refs: ['refs/heads/main'], events: null };
    expect(await world.admin('PATCH', path, { body: mended })).toMatchObject({ status: 200 });
    expect(await world.service.exchange()).toMatchObject({ status: 200 });
  });
});

test('base_refs admits pull requests into these branches', async () => {
  const [{ id }] = (await world.member('GET', list)).body.items;
  const body = { base_refs: ['main'], events: ['pull_request'] };
  await world.admin('PATCH', `/trust-relationships/${id}`, { body });
  const outcome = async (base_ref: string) => {
    const claims = { event_name: 'pull_request', ref: 'refs/pull/7/merge', base_ref };
    const subject_token = world.service.idToken(claims);
    return (await world.service.exchange({ subject_token })).body;
  };
  expect(await outcome('main')).toMatchObject({ projects: ['acme/web'] });
  expect(await outcome('next')).toMatchObject({ reason: 'condition_failed', claims: ['base_ref'] });
  expect((await outcome('')).error_description).toContain('it belongs to no pull request');
});
