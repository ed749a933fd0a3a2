import { beforeEach, describe, expect, test } from '@jest/globals';
import { services } from '../../service.ts';
import { NOBODY, SHOP, type Tenants, tenants } from './acme.ts';

const start = services();

const RUN = '9876543210';

let world: Tenants;

beforeEach(async () => {
  world = await tenants(start, {
    trust: [{}, { project: 'acme/api' }, { ...SHOP, repository: 'acme/web', ...IDS }],
  });
});

const IDS = { repositoryId: '260064828', repositoryOwnerId: '1342004' };

const revokeProject = (body: object, send = world.admin) =>
  send('POST', `/projects/${world.projectId}/revocations`, { body });

const projectsOf = async (token: string) =>
  (await world.service.introspect(token)).body.projects ?? null;

const relationshipId = async () => {
  const list = await world.admin('GET', `/projects/${world.projectId}/trust-relationships`);
  return list.body.items[0].id;
};

const issuerId = async () => (await world.operator('GET', '/issuers')).body.items[0].id;

describe('of a project', () => {
  test('takes it from every build token, which keeps what else it opens', async () => {
    const token = await world.service.buildToken();
    expect(await projectsOf(token)).toEqual(['acme/api', 'acme/web', 'globex/shop']);
    expect(await revokeProject({})).toMatchObject({ status: 204, body: null });
    expect(await projectsOf(token)).toEqual(['acme/api', 'globex/shop']);
    expect(await projectsOf(await world.service.buildToken())).toContain('acme/web');
  });

  test('leaves project tokens alone unless it names them', async () => {
    const path = `/projects/${world.projectId}/tokens`;
    const made = await world.admin('POST', path, { body: { description: 'Nightly' } });
    await revokeProject({});
    expect(await projectsOf(made.body.token)).toEqual(['acme/web']);
    await revokeProject({ project_tokens: true });
    expect(await projectsOf(made.body.token)).toBeNull();
    expect((await world.admin('GET', path)).body.items[0].revoked_at).not.toBeNull();
  });
});

describe('of a run', () => {
  test('ends what its jobs hold in the project and gives them nothing new for it', async () => {
    const { service } = world;
    const token = await service.buildToken();
    const other = await service.buildToken({ subject_token: service.idToken({ run_id: '1' }) });
    expect(await revokeProject({ run_id: RUN })).toMatchObject({ status: 204 });
    expect(await projectsOf(token)).toEqual(['acme/api', 'globex/shop']);
    expect(await projectsOf(other)).toContain('acme/web');
    expect(await service.exchange()).toMatchObject({
      status: 400,
      body: { reason: 'run_revoked' },
    });
    const elsewhere = { resource: 'https://dockpass.example.com/acme/api' };
    expect(await service.exchange(elsewhere)).toMatchObject({ status: 200 });
    for (const claims of [{ run_attempt: '2' }, { run_id: Number(RUN) }]) {
      const rerun = { subject_token: service.idToken(claims) };
      expect(await service.exchange(rerun)).toMatchObject({ body: { reason: 'run_revoked' } });
    }
  });

  test('in the middle of many exchanges leaves no token that opens the project', async () => {
    const { service } = world;
    const exchanges = Array.from({ length: 12 }, () => service.exchange());
    const revoked = revokeProject({ run_id: RUN });
    const answers = await Promise.all([
      ...exchanges,
      ...Array.from({ length: 12 }, () => service.exchange()),
    ]);
    expect(await revoked).toMatchObject({ status: 204 });
    for (const { status, body } of answers) {
      if (status === 200) expect(await projectsOf(body.access_token)).not.toContain('acme/web');
      else expect(body.reason).toBe('run_revoked');
    }
    expect(await service.exchange()).toMatchObject({ body: { reason: 'run_revoked' } });
  });

  test('is kept for as long as GitHub may run it again', async () => {
    await revokeProject({ run_id: RUN });
    const sixtyDays = 60 * 86_400;
    world.service.pass(sixtyDays);
    await world.service.store.purgeExpired(Math.floor(Date.now() / 1000) + sixtyDays, 100);
    expect(await world.service.exchange()).toMatchObject({ body: { reason: 'run_revoked' } });
  });

  test.each([
    ['/run_id', { run_id: '#1' }],
    ['/issuer', { run_id: RUN, issuer: 'https://no.example' }],
    ['/issuer', { issuer: 'https://no.example' }],
    ['/project_tokens', { run_id: RUN, project_tokens: true }],
  ])('with a fault at %s revokes nothing', async (at, body) => {
    const token = await world.service.buildToken();
    expect(await revokeProject(body)).toMatchObject({ status: 400, body: { faults: [{ at }] } });
    expect(await projectsOf(token)).toContain('acme/web');
  });
});

test('of a relationship ends what it granted, and lets it grant anew', async () => {
  const token = await world.service.buildToken();
  const path = `/trust-relationships/${await relationshipId()}/revocations`;
  expect(await world.admin('POST', path)).toMatchObject({ status: 204 });
  expect(await projectsOf(token)).toEqual(['acme/api', 'globex/shop']);
  expect(await projectsOf(await world.service.buildToken())).toContain('acme/web');
});

test('of an issuer ends what any of its jobs holds', async () => {
  const token = await world.service.buildToken();
  const path = `/issuers/${await issuerId()}/revocations`;
  expect(await world.admin('POST', path)).toMatchObject({ status: 403 });
  expect(await world.operator('POST', path)).toMatchObject({ status: 204 });
  expect(await projectsOf(token)).toBeNull();
  expect(await world.service.exchange()).toMatchObject({ status: 200 });
});

test('is not for members, and not for other organizations', async () => {
  const token = await world.service.buildToken();
  expect(await revokeProject({}, world.member)).toMatchObject({ status: 403 });
  expect(await revokeProject({}, world.stranger)).toMatchObject({ status: 404 });
  const paths = [await relationshipId(), NOBODY].map(
    (id) => `/trust-relationships/${id}/revocations`,
  );
  for (const path of paths)
    expect(await world.stranger('POST', path)).toMatchObject({ status: 404 });
  expect(await projectsOf(token)).toContain('acme/web');
});

test('of a run is found among what its jobs did', async () => {
  const { reference } = (await world.service.exchange()).body;
  await revokeProject({ run_id: '1' });
  await revokeProject({ run_id: RUN });
  const path = `/organizations/${world.organizationId}/audit-events?run_id=${RUN}`;
  const { items } = (await world.admin('GET', path)).body;
  expect(items).toMatchObject([{ action: 'run.revoke' }, { id: reference }]);
});

test('leaves an event each that says what was revoked', async () => {
  const relationship = await relationshipId();
  await revokeProject({ project_tokens: true });
  await revokeProject({ run_id: RUN });
  await world.admin('POST', `/trust-relationships/${relationship}/revocations`);
  await world.operator('POST', `/issuers/${await issuerId()}/revocations`);
  const events = (await world.service.events()).filter(({ actor }) => actor !== 'exchange');
  const { url } = world.service.issuer;
  expect(events).toMatchObject([
    {
      action: 'project.revoke',
      projects: ['acme/web'],
      detail: { after: { project_tokens: true } },
    },
    { action: 'run.revoke', detail: { after: { run_id: RUN, issuer: url } } },
    { action: 'trust_relationship.revoke', relationships: [relationship] },
    { action: 'issuer.revoke', actor: 'root@example.com', detail: { after: { issuer: url } } },
  ]);
  expect(events.every(({ decision }) => decision === 'revoked')).toBe(true);
});
