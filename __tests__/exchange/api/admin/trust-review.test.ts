import { beforeEach, expect, test } from '@jest/globals';
import { PUBLIC_URL, services } from '../../service.ts';
import { SHOP, type Tenants, tenants } from './acme.ts';

const start = services();

const DAY = 86_400;

let world: Tenants;

beforeEach(async () => {
  world = await tenants(start, { trust: [{}, SHOP] });
});

const review = (send = world.admin) =>
  send('GET', `/projects/${world.projectId}/trust-relationships/review`);

async function job(claims: Record<string, string> = {}, projects = ['acme/web']) {
  const { service } = world;
  return await service.exchange({
    subject_token: service.idToken(claims),
    resource: projects.map((project) => `${PUBLIC_URL}/${project}`),
  });
}

test('nothing was used: nothing is narrowed, and after 30 days it is marked', async () => {
  const { body } = await review();
  expect(body).toMatchObject({
    jobs: 0,
    complete: true,
    items: [{ repository: 'acme/web', marks: [], admitted: 0, seen: [], narrowed: null, kept: [] }],
    next: null,
  });
  world.service.pass(31 * DAY);
  expect((await review()).body.items).toMatchObject([{ marks: ['unused'] }]);
});

test('what was used, and terms that fit it, which the API takes as they are', async () => {
  await job();
  await job({ ref: 'refs/tags/v1', event_name: 'release' });
  await job({ repository_id: '1' });
  const { body } = await review();
  const [{ narrowed, trust_relationship: id, ...rest }] = body.items;
  expect(body).toMatchObject({ jobs: 2 });
  expect(rest).toMatchObject({
    admitted: 2,
    seen: [
      {
        condition: 'refs',
        values: [
          { value: 'refs/tags/v1', jobs: 1 },
          { value: 'refs/heads/main', jobs: 1 },
        ],
        values_omitted: 0,
        absent: 0,
      },
      { condition: 'events' },
      { condition: 'workflows', values: [{ value: '.github/workflows/release.yml', jobs: 2 }] },
    ],
    kept: [],
  });
  expect(narrowed).toMatchObject({
    repository: 'acme/web',
    refs: ['refs/heads/main', 'refs/tags/**'],
    events: ['push', 'release'],
    workflows: ['.github/workflows/release.yml'],
    permissions: ['build', 'push', 'pull'],
  });
  const replayed = await world.admin(
    'POST',
    `/projects/${world.projectId}/trust-relationships/replay`,
    { body: { update: { trust_relationship_id: id, terms: narrowed } } },
  );
  expect(replayed).toMatchObject({ status: 200, body: { jobs: 3, decisions: [] } });
  const path = `/trust-relationships/${id}`;
  expect(await world.admin('PATCH', path, { body: narrowed })).toMatchObject({ status: 200 });
  expect((await review()).body.items).toMatchObject([{ admitted: 2, narrowed: null }]);
  const single = await world.admin('GET', `${path}/review`);
  expect(single.body).toMatchObject({ jobs: 2, admitted: 2, trust_relationship: id });
});

test('jobs count that it still admits, and of audit mode those that it would', async () => {
  await job({ ref: 'refs/heads/fix/1' });
  await job();
  const id = (await review()).body.items[0].trust_relationship;
  const change = (body: object) => world.admin('PATCH', `/trust-relationships/${id}`, { body });
  await change({ refs: ['refs/heads/**'], mode: 'audit' });
  await job({ ref: 'refs/heads/b' });
  await change({ refs: ['refs/heads/main', 'refs/heads/b'] });
  const { body } = await review();
  expect(body).toMatchObject({
    jobs: 3,
    items: [{ marks: ['audit_mode'], admitted: 2 }],
  });
});

test('what ends soon, or has ended, or pins nothing, is marked', async () => {
  const path = `/projects/${world.projectId}/trust-relationships`;
  const until = (days: number) => new Date(Date.now() + days * DAY * 1000).toISOString();
  const body = { repository: 'acme/api', permissions: ['pull'], expires_at: until(10) };
  await world.admin('POST', path, { body });
  const marks = async () => (await review()).body.items[1].marks;
  expect(await marks()).toEqual(['unpinned', 'expiring']);
  world.service.pass(11 * DAY);
  expect(await marks()).toEqual(['unpinned', 'expired']);
});

test('of a job of two organizations, each sees its own part', async () => {
  world = await tenants(start, {
    trust: [{}, { ...SHOP, repository: 'acme/web', repositoryId: null, repositoryOwnerId: null }],
  });
  await job({}, ['acme/web', 'globex/shop']);
  await job({ ref: 'refs/heads/secret' }, ['globex/shop']);
  const { body } = await review();
  expect(body).toMatchObject({ jobs: 1, items: [{ admitted: 1 }] });
  expect(JSON.stringify(body)).not.toMatch(/globex|secret/);
  expect((await review(world.stranger)).status).toBe(404);
  const [{ trust_relationship: id }] = body.items;
  expect((await world.stranger('GET', `/trust-relationships/${id}/review`)).status).toBe(404);
  expect((await review(world.member)).status).toBe(403);
});

test('what is older than 30 days is left out', async () => {
  await job();
  world.service.pass(31 * DAY);
  expect((await review()).body).toMatchObject({ jobs: 0, items: [{ admitted: 0 }] });
});
