import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type RunningExchange, startExchange } from '../../../../src/exchange/main.ts';
import { QUOTAS } from '../../../../src/exchange/policy/quotas.ts';
import { baseConfig, PUBLIC_URL, services } from '../../service.ts';
import { type Tenants, tenants } from './acme.ts';
import { call, newUser } from './administration.ts';

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
  permissions: ['pull'],
};

/** 101 characters each. */
const refs = (count: number) =>
  Array.from({ length: count }, (_, index) => `refs/heads/${index}-`.padEnd(101, 'x'));

const create = (body: object, send = world.admin) => send('POST', list, { body });

async function sql(statement: string): Promise<void> {
  const connection = await world.service.database.connect();
  await connection.execute(statement);
  await connection.close();
}

const NUMBERS = (count: number) =>
  `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;

interface Copies {
  /** As SQL, in which `i` is the number of the copy. */
  repository: string;
  projectId?: string;
  weight?: number;
}

/** So many copies of the relationship of acme/web, past every quota. */
const addRelationships = (
  count: number,
  { repository, projectId = world.projectId, weight = 2 }: Copies,
) =>
  sql(`${NUMBERS(count)} insert into trust_relationships
    (id, project_id, issuer_id, repository, repository_key, conditions, weight, permissions, mode,
     created_by, created_at, revision)
    select '${projectId}-' || i, '${projectId}', issuer_id, ${repository}, ${repository}, conditions,
      ${weight}, permissions, mode, created_by, created_at, revision
    from n cross join (select * from trust_relationships where repository = 'acme/web') r`);

const addProject = async () => {
  const projects = `/organizations/${world.organizationId}/projects`;
  return (await world.admin('POST', projects, { body: { name: 'other' } })).body.id;
};

const full = { status: 409, body: { code: 'quota_exceeded' } };

test('a repository has so many relationships in one organization, whatever their projects', async () => {
  const [own] = (await world.admin('GET', list)).body.items;
  await addRelationships(QUOTAS.repositoryRelationships.limit - 1, { repository: "'acme/docs'" });
  const last = await create({ ...RULE, repository: 'Acme/Docs' });
  expect(last.status).toBe(201);
  const beyond = await create(RULE);
  expect(beyond).toMatchObject(full);
  expect(beyond.body.detail).toContain('1,001 trust relationships with repository acme/docs');
  const other = `/projects/${await addProject()}/trust-relationships`;
  expect(await world.admin('POST', other, { body: RULE })).toMatchObject(full);
  // Neither another repository nor another organization has anything to do with it.
  expect(await create({ ...RULE, repository: 'acme/api' })).toMatchObject({ status: 201 });
  const foreign = `/projects/${world.foreignProjectId}/trust-relationships`;
  expect(await world.stranger('POST', foreign, { body: RULE })).toMatchObject({ status: 201 });
  // Nor has what makes room.
  const path = `/trust-relationships/${last.body.id}`;
  expect(await world.admin('DELETE', path)).toMatchObject({ status: 204 });
  expect(await create(RULE)).toMatchObject({ status: 201 });
  // A rule that goes over to the repository needs room there.
  const body = { repository: 'acme/docs' };
  expect(await world.admin('PATCH', `/trust-relationships/${own.id}`, { body })).toMatchObject(
    full,
  );
});

test('a project has so many relationships', async () => {
  await addRelationships(QUOTAS.projectRelationships.limit - 1, { repository: "'acme/r' || i" });
  const beyond = await create(RULE);
  expect(beyond).toMatchObject(full);
  expect(beyond.body.detail).toContain('10,001 trust relationships in project acme/web');
});

test('an organization has so many relationships, in all of its projects together', async () => {
  const half = QUOTAS.organizationRelationships.limit / 2;
  const projectId = await addProject();
  await addRelationships(half + 1, { repository: "'acme/r' || i", projectId });
  await addRelationships(half - 3, { repository: "'acme/r' || i" });
  expect(await create(RULE)).toMatchObject({ status: 201 });
  const beyond = await create(RULE);
  expect(beyond).toMatchObject(full);
  expect(beyond.body.detail).toContain('20,001 trust relationships in organization acme');
});

test('one relationship has so many bytes of conditions, however they are spread', async () => {
  expect(await create({ ...RULE, refs: refs(70) })).toMatchObject({ status: 201 });
  const beyond = await create({
    ...RULE,
    refs: refs(40),
    environments: refs(40),
    events: ['push', 'x'.repeat(100)],
  });
  expect(beyond).toMatchObject(full);
  expect(beyond.body.detail).toContain('8,192 are allowed');
});

test('the conditions of all relationships with a repository have so many bytes together', async () => {
  const { limit } = QUOTAS.repositoryConditions;
  await addRelationships(2, { repository: "'acme/docs'", weight: limit / 2 - 50 });
  const beyond = await create({ ...RULE, refs: refs(1) });
  expect(beyond).toMatchObject(full);
  expect(beyond.body.detail).toContain(
    'bytes of conditions in the trust relationships with repository',
  );
});

test('what is beyond a quota already goes on and shrinks; it only cannot grow', async () => {
  const { body: rule } = await create({ ...RULE, refs: refs(60) });
  const path = `/trust-relationships/${rule.id}`;
  const patch = (body: object) => world.admin('PATCH', path, { body });
  const old = JSON.stringify({ refs: refs(100), environments: refs(100) });
  await sql(`update trust_relationships set conditions = '${old}', weight = ${old.length}
    where id = '${rule.id}'`);
  await addRelationships(QUOTAS.repositoryRelationships.limit, { repository: "'acme/docs'" });
  expect(await patch({ description: 'Still there' })).toMatchObject({ status: 200 });
  expect(await patch({ environments: refs(99) })).toMatchObject({ status: 200 });
  expect(await patch({ environments: refs(100) })).toMatchObject(full);
  const claims = { repository: 'acme/docs', repository_id: '77', ref: refs(1)[0] };
  const subject_token = world.service.idToken({ ...claims, environment: refs(1)[0] });
  const resource = `${PUBLIC_URL}/acme/web`;
  expect(await world.service.exchange({ subject_token, resource })).toMatchObject({ status: 200 });
});

test('an organization has so many projects', async () => {
  const projects = `/organizations/${world.organizationId}/projects`;
  await sql(`${NUMBERS(QUOTAS.projects.limit - 1)} insert into projects (id, organization_id, name, created_at)
    select 'p' || i, '${world.organizationId}', 'p' || i, 0 from n`);
  expect(await world.admin('POST', projects, { body: { name: 'one-more' } })).toMatchObject(full);
});

test('an organization has so many members, and invitations to become one', async () => {
  const path = `/organizations/${world.organizationId}`;
  // Ada and Bob are members.
  await sql(`${NUMBERS(QUOTAS.members.limit - 3)} insert into invitations
    (id, organization_id, email, role, invited_by, created_at, expires_at)
    select 'i' || i, '${world.organizationId}', i || '@example.com', 'member', 'ada', 0, 9999999999
    from n`);
  const invite = (email: string) =>
    world.admin('POST', `${path}/invitations`, { body: { email, role: 'member' } });
  expect(await invite('cyd@example.com')).toMatchObject({ status: 201 });
  expect(await invite('dan@example.com')).toMatchObject(full);
  await sql("delete from invitations where id = 'i1'");
  expect(await invite('dan@example.com')).toMatchObject({ status: 201 });
});

test.each([
  ['project', (): string => `/projects/${world.projectId}/tokens`],
  ['user', (): string => '/user/tokens'],
])('there are so many %s tokens that are not revoked', async (kind, path) => {
  const body = { description: 'for a test' };
  const created = await world.admin('POST', path(), { body });
  expect(created).toMatchObject({ status: 201 });
  const owner = kind === 'project' ? 'project_id' : 'user_id';
  const more = kind === 'project' ? 'permissions, created_by,' : '';
  const hash = globalThis.SERVICES_ON_POSTGRES ? "decode(md5(i::text), 'hex')" : 'randomblob(32)';
  await sql(`${NUMBERS(998)} insert into ${kind}_tokens
    (id, ${owner}, hash, description, ${more} created_at)
    select 't' || i, ${owner}, ${hash}, description, ${more} 0
    from n cross join (select * from ${kind}_tokens where id = '${created.body.id}') t`);
  const filled = await world.admin('POST', path(), { body });
  // A user's own token, which is sent here, counts as well.
  expect(filled.status).toBe(kind === 'project' ? 201 : 409);
  expect(await world.admin('POST', path(), { body })).toMatchObject(full);
  const revoked =
    kind === 'project' ? `/project-tokens/${created.body.id}` : `/user/tokens/${created.body.id}`;
  expect(await world.admin('DELETE', revoked)).toMatchObject({ status: 204 });
  expect(await world.admin('POST', path(), { body })).toMatchObject({ status: 201 });
});

let other: RunningExchange | undefined;
afterEach(() => other?.close());

test('of those who ask two processes for the last place at once, one gets it', async () => {
  await addRelationships(QUOTAS.repositoryRelationships.limit - 1, { repository: "'acme/docs'" });
  const { database, store, url } = world.service;
  other = await startExchange(
    { ...baseConfig(database.config), rateLimits: { perAddress: 0, perRepository: 0 } },
    { logTo: { write: () => {} } },
  );
  const token = await newUser(store, 'eve@example.com', { acme: 'admin' });
  const urls = Array.from({ length: 10 }, (_, index) => (index % 2 ? url : other?.url)) as string[];
  const answers = await Promise.all(
    urls.map((at) => call(at, token, 'POST', list, { body: RULE })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'quota_exceeded')).toHaveLength(9);
});
