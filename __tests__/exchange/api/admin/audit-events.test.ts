import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Answer, type Parameters, PUBLIC_URL, services } from '../../service.ts';
import { NOBODY, SHOP, type Tenants, tenants } from './acme.ts';

const start = services();

const IDS = { repositoryId: '260064828', repositoryOwnerId: '1342004' };

const idsOf = ({ body }: Answer): string[] => body.items.map(({ id }: { id: string }) => id);

describe('of one organization', () => {
  let world: Tenants;
  let list: string;

  beforeEach(async () => {
    world = await tenants(start, {
      trust: [{}, { project: 'acme/api', repository: 'acme/api' }, SHOP],
    });
    list = `/organizations/${world.organizationId}/audit-events`;
  });

  const find = async (query: string) => idsOf(await world.admin('GET', `${list}?${query}`));

  const exchange = async (claims: object = {}, parameters: Parameters = {}) =>
    (
      await world.service.exchange({
        subject_token: world.service.idToken({ ...claims }),
        ...parameters,
      })
    ).body.reference;

  const resource = (...projects: string[]) => ({
    resource: projects.map((project) => `${PUBLIC_URL}/${project}`),
  });

  test('a refusal is found under its reference, claim by claim', async () => {
    const [{ id }] = (await world.admin('GET', `/projects/${world.projectId}/trust-relationships`))
      .body.items;
    await world.admin('PATCH', `/trust-relationships/${id}`, { body: { refs: ['refs/tags/*'] } });
    const refused = await world.service.exchange();
    const event = await world.admin('GET', `/audit-events/${refused.body.reference}`);
    expect(event.body).toMatchObject({
      id: refused.body.reference,
      action: 'exchange',
      decision: 'refused',
      reason: 'condition_failed',
      message: refused.body.error_description,
      claims: { repository: 'acme/web', run_id: '9876543210' },
      projects: ['acme/web'],
      evaluations: [{ trust_relationship: id, project: 'acme/web', expired: false }],
    });
    expect(event.body.evaluations[0].checks).toContainEqual({
      claim: 'ref',
      presented: 'refs/heads/main',
      expected: ['refs/tags/*'],
      expected_count: 1,
      ok: false,
    });
  });

  test('the newest come first, page by page, each once', async () => {
    const made = [];
    for (let run = 1; run <= 5; run++) made.unshift(await exchange({ run_id: `${run}` }));
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const answer = await world.admin('GET', `${list}?limit=2${after}`);
      seen.push(...idsOf(answer));
      if (answer.body.next === null) break;
      after = `&after=${answer.body.next}`;
      // What happens meanwhile comes before the first page, and shifts nothing.
      await exchange({ run_id: '99' });
    }
    expect(seen).toEqual(made);
  });

  test('of several projects are listed once', async () => {
    const body = { repository: 'acme/web', permissions: ['pull'] };
    const projects = await world.admin('GET', `/organizations/${world.organizationId}/projects`);
    const id = idsOf(projects).find((other) => other !== world.projectId);
    await world.admin('POST', `/projects/${id}/trust-relationships`, { body });
    const reference = await exchange({}, resource('acme/api', 'acme/web'));
    const event = (await world.admin('GET', `/audit-events/${reference}`)).body;
    expect(event.projects).toEqual(['acme/api', 'acme/web']);
    expect(await find('decision=granted')).toEqual([reference]);
    expect(await find(`decision=granted&project_id=${id}`)).toEqual([reference]);
  });

  test('are found by project, repository, run, decision and time', async () => {
    const web = await exchange({ run_id: '1' });
    const api = await exchange({ run_id: '2', repository: 'acme/api' });
    world.service.pass(7200);
    const refused = await exchange({ run_id: '3', event_name: 'workflow_run' });
    const later = new Date(Date.now() + 3_600_000).toISOString();
    expect(await find('')).toEqual([refused, api, web]);
    expect(await find(`project_id=${world.projectId}`)).toEqual([refused, web]);
    expect(await find('repository=ACME/api')).toEqual([api]);
    expect(await find('run_id=1')).toEqual([web]);
    expect(await find('decision=refused')).toEqual([refused]);
    expect(await find(`since=${later}`)).toEqual([refused]);
    expect(await find(`until=${later}`)).toEqual([api, web]);
    expect(await find(`until=${later}&decision=granted&run_id=2`)).toEqual([api]);
    expect(await find(`project_id=${world.foreignProjectId}`)).toEqual([]);
  });

  test.each([
    'project_id=web',
    'repository=web',
    'decision=maybe',
    'since=today',
    'limit=0',
    'x=1',
  ])('a search for %s is refused', async (query) => {
    const answer = await world.admin('GET', `${list}?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  test('changes are told with actor, before and after', async () => {
    const body = { name: 'site' };
    await world.admin('PATCH', `/projects/${world.projectId}`, { body });
    expect((await world.admin('GET', list)).body.items).toMatchObject([
      {
        action: 'project.update',
        decision: 'changed',
        actor: 'ada@example.com',
        before: { name: 'web' },
        after: { name: 'site' },
      },
    ]);
  });

  test('are for its admins and operators only', async () => {
    const reference = await exchange();
    const one = `/audit-events/${reference}`;
    expect(await world.member('GET', list)).toMatchObject({ status: 403 });
    expect(await world.stranger('GET', list)).toMatchObject({ status: 404 });
    expect(await world.operator('GET', list)).toMatchObject({ status: 200 });
    expect(await world.operator('GET', one)).toMatchObject({ status: 200 });
    const nothing = await world.admin('GET', `/audit-events/${NOBODY}`);
    for (const send of [world.member, world.stranger])
      expect(await send('GET', one)).toMatchObject({ status: 404, body: nothing.body });
  });

  test("another organization's event is no cursor", async () => {
    const foreign = await exchange({
      repository: SHOP.repository,
      repository_id: SHOP.repositoryId,
      repository_owner_id: SHOP.repositoryOwnerId,
    });
    expect((await world.operator('GET', `/audit-events/${foreign}`)).status).toBe(200);
    const answers = [foreign, NOBODY].map((after) => world.admin('GET', `${list}?after=${after}`));
    const [one, other] = await Promise.all(answers);
    expect(one).toMatchObject({ status: 400, body: { faults: [{ at: '/after' }] } });
    expect(one?.body).toEqual(other?.body);
  });

  test('of the installation are for operators, who may look at one organization', async () => {
    await exchange();
    await exchange({ repository: 'acme/unknown' }, resource('globex/shop'));
    expect(await world.admin('GET', '/audit-events')).toMatchObject({ status: 403 });
    const refused = await world.operator('GET', '/audit-events?repository=acme/unknown');
    expect(refused.body.items).toMatchObject([{ reason: 'no_trust_relationship' }]);
    const ours = `/audit-events?organization_id=${world.organizationId}`;
    expect((await world.operator('GET', ours)).body.items).toHaveLength(1);
    const web = `/audit-events?project_id=${world.projectId}`;
    expect((await world.operator('GET', web)).body.items).toHaveLength(1);
    const none = await world.operator('GET', `/audit-events?project_id=${NOBODY}`);
    expect(none).toMatchObject({ status: 400, body: { faults: [{ at: '/project_id' }] } });
  });
});

describe('of a job that two organizations trust', () => {
  const both = (shop: object, web: object = {}) => [
    web,
    { project: 'globex/shop', ...IDS, ...shop },
  ];

  /** What each of them reads of it. */
  async function readings(world: Tenants, { body: { reference } }: Answer) {
    const path = `/audit-events/${reference}`;
    const [ada, zoe, root] = await Promise.all(
      [world.admin, world.stranger, world.operator].map(
        async (send) => (await send('GET', path)).body,
      ),
    );
    const list = `/organizations/${world.organizationId}/audit-events`;
    expect((await world.admin('GET', list)).body.items).toEqual([ada]);
    return { ada, zoe, root };
  }

  test('each sees its own part of a grant', async () => {
    const world = await tenants(start, { trust: both({ permissions: ['build'] }) });
    const { ada, zoe, root } = await readings(world, await world.service.exchange());
    expect(root.projects).toEqual(['acme/web', 'globex/shop']);
    expect(ada.projects).toEqual(['acme/web']);
    expect(Object.keys(ada.project_ids)).toEqual(['acme/web']);
    expect(zoe.projects).toEqual(['globex/shop']);
    expect([...ada.trust_relationships, ...zoe.trust_relationships]).toEqual(
      root.trust_relationships,
    );
    expect(ada.trust_relationships).toHaveLength(1);
    expect(JSON.stringify(ada)).not.toContain('globex');
  });

  test('one that only watches, and was not asked for, sees nothing', async () => {
    const world = await tenants(start, { trust: both({ mode: 'audit' }) });
    const { ada, zoe, root } = await readings(world, await world.service.exchange());
    expect(ada).toMatchObject({ projects: ['acme/web'], would_grant: [] });
    expect(ada.token_hash_prefix).not.toBeNull();
    expect(zoe).toMatchObject({ status: 404 });
    expect(root.would_grant).toEqual([]);
  });

  test('a refusal shows neither what the other one expected nor its name', async () => {
    const world = await tenants(start, {
      trust: both(
        { conditions: { refs: ['refs/heads/canary'] } },
        { conditions: { refs: ['refs/tags/*'] } },
      ),
    });
    const { ada, zoe, root } = await readings(world, await world.service.exchange());
    expect(root.evaluations).toHaveLength(2);
    for (const [reading, project] of [
      [ada, 'acme/web'],
      [zoe, 'globex/shop'],
    ])
      expect(reading).toMatchObject({
        projects: [project],
        message: null,
        evaluations: [{ project }],
      });
    expect(JSON.stringify(ada)).not.toMatch(/globex|canary/);
  });

  test('a project that was asked for in vain is shown to nobody else, if it exists or not', async () => {
    const world = await tenants(start, { trust: [{}, SHOP] });
    const askFor = (other: string) =>
      world.service.exchange({
        resource: ['acme/web', other].map((project) => `https://dockpass.example.com/${project}`),
      });
    for (const other of ['globex/shop', 'globex/never']) {
      const { body } = await askFor(other);
      const reading = (await world.admin('GET', `/audit-events/${body.reference}`)).body;
      expect(reading).toMatchObject({ projects: ['acme/web'], message: null });
      expect(JSON.stringify(reading)).not.toContain(other);
    }
  });
});
