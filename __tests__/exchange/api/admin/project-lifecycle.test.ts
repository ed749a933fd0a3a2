import { beforeEach, expect, test } from '@jest/globals';
import { services } from '../../service.ts';
import { SHOP, type Tenants, tenants } from './acme.ts';

const start = services();

let world: Tenants;
let path: string;

beforeEach(async () => {
  world = await tenants(start);
  path = `/projects/${world.projectId}`;
});

const askFor = (project: string) =>
  world.service.exchange({ resource: `https://dockpass.example.com/${project}` });

const projectToken = async () =>
  (await world.admin('POST', `${path}/tokens`, { body: { description: 'Nightly' } })).body.token;

const projectsOf = async (token: string) =>
  (await world.service.introspect(token)).body.projects ?? null;

test('a renamed project keeps id, rules and tokens under its new name', async () => {
  const tokens = [await world.service.buildToken(), await projectToken()];
  await world.admin('PATCH', path, { body: { name: 'site' } });
  for (const token of tokens) expect(await projectsOf(token)).toEqual(['acme/site']);
  expect((await askFor('acme/site')).body).toMatchObject({ projects: ['acme/site'] });
  expect((await world.admin('GET', path)).body).toMatchObject({ path: 'acme/site' });
});

test('the old URL of a renamed project answers as if there had never been one', async () => {
  await world.admin('PATCH', path, { body: { name: 'site' } });
  const [old, never] = [await askFor('acme/web'), await askFor('acme/nix')];
  expect(old).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  expect(JSON.stringify(old.body)).not.toContain('site');
  const message = ({ body }: typeof old) => body.error_description.replaceAll(/acme\/\w+/g, '');
  const asked = ({ body: { requested } }: typeof old) => requested.projects;
  expect([asked(old), asked(never)]).toEqual([['acme/web'], ['acme/nix']]);
  const same = { reference: '', requested: {} };
  expect({ ...old.body, error_description: message(old), ...same }).toEqual({
    ...never.body,
    error_description: message(never),
    ...same,
  });
});

test('a renamed organization renames the URLs of its projects', async () => {
  const token = await world.service.buildToken();
  const body = { name: 'initech' };
  await world.operator('PATCH', `/organizations/${world.organizationId}`, { body });
  expect(await projectsOf(token)).toEqual(['initech/web']);
  expect(await askFor('acme/web')).toMatchObject({ body: { error: 'invalid_target' } });
  expect(await askFor('initech/web')).toMatchObject({ status: 200 });
});

test('an admin neither learns which names are taken, nor takes one that was given up', async () => {
  const { body: globex } = await world.stranger('GET', '/organizations');
  const [{ id }] = globex.items;
  for (const name of ['acme', 'free'])
    expect(await world.stranger('PATCH', `/organizations/${id}`, { body: { name } })).toMatchObject(
      {
        status: 403,
        body: { code: 'forbidden' },
      },
    );
});

test("whoever takes a name that was given up reads nothing of its former owner's", async () => {
  const { body } = await world.service.exchange();
  await world.operator('PATCH', `/organizations/${world.organizationId}`, {
    body: { name: 'initech' },
  });
  const { body: globex } = await world.stranger('GET', '/organizations');
  const [{ id }] = globex.items;
  await world.operator('PATCH', `/organizations/${id}`, { body: { name: 'acme' } });
  expect((await world.stranger('GET', `/audit-events/${body.reference}`)).status).toBe(404);
  expect((await world.admin('GET', `/audit-events/${body.reference}`)).body).toMatchObject({
    projects: ['acme/web'],
  });
});

test('the tokens of a deleted project are dead, and its past stays', async () => {
  const answer = await world.service.exchange();
  const tokens = [answer.body.access_token, await projectToken()];
  expect(await world.admin('DELETE', path)).toMatchObject({ status: 204 });
  for (const token of tokens) expect(await projectsOf(token)).toBeNull();
  expect(await askFor('acme/web')).toMatchObject({ body: { error: 'invalid_target' } });
  expect((await world.admin('GET', `/audit-events/${answer.body.reference}`)).body).toMatchObject({
    decision: 'granted',
    projects: ['acme/web'],
    trust_relationships: [expect.any(String)],
  });
  const past = `/organizations/${world.organizationId}/audit-events?project_id=${world.projectId}`;
  const actions = (await world.admin('GET', past)).body.items.map(
    ({ action }: { action: string }) => action,
  );
  expect(actions).toEqual(['project.delete', 'project_token.create', 'exchange']);
});

test('a project of that name that is made anew inherits nothing', async () => {
  const token = await projectToken();
  await world.admin('DELETE', path);
  const list = `/organizations/${world.organizationId}/projects`;
  const { body } = await world.admin('POST', list, { body: { name: 'web' } });
  expect(await projectsOf(token)).toBeNull();
  expect((await world.admin('GET', `/projects/${body.id}/tokens`)).body.items).toEqual([]);
  const past = `/organizations/${world.organizationId}/audit-events?project_id=${body.id}`;
  expect((await world.admin('GET', past)).body.items).toMatchObject([{ action: 'project.create' }]);
  expect(await askFor('acme/web')).toMatchObject({ body: { error: 'invalid_target' } });
});

test('what is of another organization goes on', async () => {
  const { service } = world;
  const { repository, repositoryId, repositoryOwnerId } = SHOP;
  const subject_token = service.idToken({
    repository,
    repository_id: repositoryId,
    repository_owner_id: repositoryOwnerId,
  });
  const token = await service.buildToken({ subject_token });
  await world.admin('DELETE', path);
  expect(await projectsOf(token)).toEqual(['globex/shop']);
});
