import { beforeEach, describe, expect, test } from '@jest/globals';
import { type JobRecorded, recordJobs } from '../../recorded-jobs.ts';
import { PUBLIC_URL, services } from '../../service.ts';
import { NOBODY, SHOP, type Tenants, tenants } from './acme.ts';

const start = services();

const DAY = 86_400;

const MAIN_ONLY = { conditions: { refs: ['refs/heads/main'] } };

const NEW = {
  repository: 'acme/web',
  repository_id: '260064828',
  repository_owner_id: '1342004',
  permissions: ['build', 'push', 'pull'],
};

let world: Tenants;
/** Of acme/web. */
let trusted: string;

async function begin(trust: Parameters<typeof tenants>[1] = {}): Promise<void> {
  world = await tenants(start, { trust: [MAIN_ONLY, SHOP], ...trust });
  trusted = await firstRelationship(world.projectId);
}

async function firstRelationship(projectId: string): Promise<string> {
  const { body } = await world.operator('GET', `/projects/${projectId}/trust-relationships`);
  return body.items[0].id;
}

beforeEach(() => begin());

const replay = (body: object, send = world.admin) =>
  send('POST', `/projects/${world.projectId}/trust-relationships/replay`, { body });

const update = (terms: object) => ({ update: { trust_relationship_id: trusted, terms } });

/** A job of acme/web that asks for the project. */
async function job(claims: Record<string, string> = {}, parameters: object = {}) {
  const { service } = world;
  const resource = `${PUBLIC_URL}/acme/web`;
  return await service.exchange({
    subject_token: service.idToken(claims),
    resource,
    ...parameters,
  });
}

const FIX = { ref: 'refs/heads/fix/1' };

describe('what a change does to the jobs of the last 30 days', () => {
  test('nothing was recorded', async () => {
    expect(await replay(update({ refs: null }))).toMatchObject({
      status: 200,
      body: {
        jobs: 0,
        complete: true,
        skipped: 0,
        counts: { refused: 0, admitted: 0, other_grant: 0, audit_only: 0 },
        decisions: [],
        decisions_omitted: 0,
      },
    });
  });

  test('a condition that goes admits what was refused, once for all that are alike', async () => {
    await job();
    await job(FIX);
    const newest = await job({ ...FIX, run_id: '77' });
    const { body } = await replay(update({ refs: null }));
    expect(body).toMatchObject({ jobs: 3, complete: true, counts: { admitted: 2, refused: 0 } });
    expect(body.decisions).toMatchObject([
      {
        change: 'admitted',
        jobs: 2,
        reference: newest.body.reference,
        recorded: 'refused',
        run_id: '77',
        claims: { repository: 'acme/web', ref: 'refs/heads/fix/1', event_name: 'push' },
        permissions_asked: null,
        before: null,
        after: { trust_relationship: trusted, permissions: ['build', 'push', 'pull'], pins: false },
      },
    ]);
  });

  test('a condition that comes refuses what was admitted', async () => {
    const { body: admitted } = await job();
    await job(FIX);
    const { body } = await replay(update({ environments: ['production'] }));
    expect(body).toMatchObject({ jobs: 2, counts: { admitted: 0, refused: 1 } });
    expect(body.decisions).toMatchObject([
      {
        change: 'refused',
        reference: admitted.reference,
        recorded: 'granted',
        before: { trust_relationship: trusted },
        after: null,
      },
    ]);
  });

  test('to delete it refuses all that it admitted, unless another one does', async () => {
    await job();
    const gone = { delete: { trust_relationship_id: trusted } };
    expect((await replay(gone)).body.counts).toMatchObject({ refused: 1 });
    const path = `/projects/${world.projectId}/trust-relationships`;
    await world.admin('POST', path, { body: NEW });
    expect((await replay(gone)).body).toMatchObject({ jobs: 1, decisions: [] });
  });

  test('fewer permissions are less for who asks for all, and a refusal for who asks for them', async () => {
    await job();
    await job({}, { scope: 'push' });
    await job({}, { scope: 'build' });
    const { body } = await replay(update({ permissions: ['build', 'pull'] }));
    expect(body.counts).toEqual({ refused: 1, admitted: 0, other_grant: 1, audit_only: 0 });
    expect(body.decisions).toMatchObject([
      { change: 'refused', permissions_asked: ['push'] },
      {
        change: 'other_grant',
        permissions_asked: null,
        before: { permissions: ['build', 'push', 'pull'] },
        after: { permissions: ['build', 'pull'] },
      },
    ]);
  });

  test('more permissions admit who was refused for asking for them', async () => {
    await begin({ trust: [{ permissions: ['pull'] }, SHOP] });
    expect(await job({}, { scope: 'push' })).toMatchObject({ status: 400 });
    const { body } = await replay(update({ permissions: ['push', 'pull'] }));
    expect(body.decisions).toMatchObject([{ change: 'admitted', permissions_asked: ['push'] }]);
  });

  test('another lifetime is another grant, beyond the maximum of the installation it is none', async () => {
    await job();
    const shorter = await replay(update({ max_lifetime: '10m' }));
    expect(shorter.body.decisions).toMatchObject([
      { change: 'other_grant', before: { max_lifetime: 21_600 }, after: { max_lifetime: 600 } },
    ]);
    expect((await replay(update({ max_lifetime: '6h' }))).body.decisions).toEqual([]);
  });

  test('one in audit mode admits nobody, and tells whom it would', async () => {
    await job(FIX);
    const { body } = await replay({ create: { ...NEW, mode: 'audit' } });
    expect(body.counts).toEqual({ refused: 0, admitted: 0, other_grant: 0, audit_only: 1 });
    expect(body.decisions).toMatchObject([{ change: 'audit_only', before: null, after: null }]);
    // To try out what was in force refuses.
    await job();
    const tried = await replay(update({ mode: 'audit' }));
    expect(tried.body.counts).toMatchObject({ refused: 1 });
  });

  test('one that has expired admits nobody, and again once it is extended', async () => {
    await job();
    await world.admin('PATCH', `/trust-relationships/${trusted}`, {
      body: { expires_at: new Date(Date.now() + DAY * 1000).toISOString() },
    });
    world.service.pass(2 * DAY);
    expect((await replay(update({ refs: null }))).body).toMatchObject({ jobs: 1, decisions: [] });
    const { body } = await replay(update({ expires_at: null }));
    expect(body.decisions).toMatchObject([{ change: 'admitted', recorded: 'granted' }]);
  });

  test('a job of a repository under other ids stays refused, and a draft without ids says that it pins', async () => {
    await job({ repository_id: '1' });
    expect((await replay(update({ refs: null }))).body).toMatchObject({ jobs: 1, decisions: [] });
    const { repository_id: _, repository_owner_id: __, ...unpinned } = NEW;
    expect((await replay({ create: unpinned })).body.decisions).toMatchObject([
      { change: 'admitted', after: { trust_relationship: 'draft', pins: true } },
    ]);
  });

  test('where ids are required, what lacks them admits nobody', async () => {
    await begin({ config: { requirePins: true } });
    await job(FIX);
    const { repository_id: _, repository_owner_id: __, ...unpinned } = NEW;
    expect((await replay({ create: unpinned })).body.decisions).toEqual([]);
    expect((await replay({ create: NEW })).body.counts).toMatchObject({ admitted: 1 });
  });

  test('an issuer that is switched off admits nobody, either way', async () => {
    await job();
    const { body: issuers } = await world.operator('GET', '/issuers');
    await world.operator('PATCH', `/issuers/${issuers.items[0].id}`, { body: { enabled: false } });
    expect((await replay({ delete: { trust_relationship_id: trusted } })).body).toMatchObject({
      jobs: 1,
      decisions: [],
    });
  });

  test('another repository is looked for under both names', async () => {
    await job();
    await job({ repository: 'acme/site' });
    const { body } = await replay(update({ repository: 'acme/site' }));
    expect(body).toMatchObject({ jobs: 2, counts: { refused: 1, admitted: 1 } });
  });

  test('static tokens are of no account: oidc_only changes nothing', async () => {
    await world.admin('PATCH', `/projects/${world.projectId}`, { body: { oidc_only: true } });
    await job();
    expect(
      (await replay({ delete: { trust_relationship_id: trusted } })).body.counts,
    ).toMatchObject({
      refused: 1,
    });
  });

  test('jobs count that asked for the project by an earlier name', async () => {
    await job();
    await world.admin('PATCH', `/projects/${world.projectId}`, { body: { name: 'site' } });
    expect(
      (await replay({ delete: { trust_relationship_id: trusted } })).body.counts,
    ).toMatchObject({
      refused: 1,
    });
  });

  test('a token that was replayed is no other job, nor is one that was narrowed', async () => {
    const { service } = world;
    const subject_token = service.idToken();
    const resource = `${PUBLIC_URL}/acme/web`;
    const { body: token } = await service.exchange({ subject_token, resource });
    await service.exchange({ subject_token, resource });
    await service.narrow(token.access_token, { scope: 'pull' });
    expect((await replay({ delete: { trust_relationship_id: trusted } })).body).toMatchObject({
      counts: { refused: 1 },
      decisions: [{ jobs: 1, recorded: 'granted' }],
    });
  });

  test('what is older than 30 days is not looked at', async () => {
    await job();
    world.service.pass(29 * DAY);
    expect((await replay(update({ refs: null }))).body).toMatchObject({ jobs: 1, complete: true });
    world.service.pass(DAY + 60);
    expect((await replay(update({ refs: null }))).body).toMatchObject({ jobs: 0, complete: true });
  });
});

describe('however many jobs there are', () => {
  /** Past the exchange: it would take minutes. */
  async function record(count: number, jobOf: (index: number) => JobRecorded = () => ({})) {
    const { store, issuer } = world.service;
    const jobs = Array.from({ length: count }, (_, index) => ({
      issuer: issuer.url,
      relationship: trusted,
      ...jobOf(index),
    }));
    await recordJobs(store, jobs);
  }

  test('the newest are looked at, and it is said since when', async () => {
    const day = (index: number) => Math.floor((2500 - index) / 100) * DAY;
    await record(2500, (index) => ({ age: day(index) }));
    const { body } = await replay({ delete: { trust_relationship_id: trusted } });
    expect(body).toMatchObject({ jobs: 2000, complete: false, counts: { refused: 2000 } });
    const days = (Date.now() - Date.parse(body.since)) / DAY / 1000;
    expect(days).toBeGreaterThan(18);
    expect(days).toBeLessThan(22);
    expect(body.decisions).toMatchObject([{ jobs: 2000 }]);
  });

  test('of both repositories as many, if both have so many', async () => {
    await record(1500);
    await record(1500, () => ({ claims: { repository: 'acme/site' } }));
    const { body } = await replay(update({ repository: 'acme/site' }));
    expect(body).toMatchObject({
      jobs: 2000,
      complete: false,
      counts: { refused: 1000, admitted: 1000 },
    });
  });

  test('fifty kinds are shown, and it is said how many more there are', async () => {
    await record(70, (index) => ({ claims: { ref: `refs/heads/b${index}` } }));
    const admitted = await replay(update({ refs: null }));
    expect(admitted.body).toMatchObject({ counts: { admitted: 70 }, decisions_omitted: 20 });
    expect(admitted.body.decisions).toHaveLength(50);
  });

  test('relationships, too, are held against so many jobs only', async () => {
    const path = `/projects/${world.projectId}/trust-relationships`;
    for (let index = 0; index < 120; index++)
      await world.admin('POST', path, { body: { ...NEW, refs: [`refs/heads/r${index}`] } });
    await record(400, (index) => ({ claims: { ref: `refs/heads/b${index}` } }));
    const { body } = await replay(update({ refs: null }));
    expect(body.complete).toBe(false);
    expect(body.jobs).toBeGreaterThan(150);
    expect(body.counts.admitted).toBe(body.jobs);
  });
});

describe('where there is one organization', () => {
  test('a job that named no project asked for this one, too', async () => {
    await world.operator('DELETE', `/projects/${world.foreignProjectId}`);
    expect(await world.operator('DELETE', '/organizations/globex')).toMatchObject({ status: 204 });
    await job({}, { resource: undefined });
    await job(FIX, { resource: undefined });
    await job({ repository: 'acme/api', repository_id: '7' }, { resource: undefined });
    // It named another one.
    await world.admin('POST', '/organizations/acme/projects', { body: { name: 'docs' } });
    await job({}, { resource: `${PUBLIC_URL}/acme/docs` });
    const { body } = await replay(update({ environments: ['production'] }));
    expect(body).toMatchObject({ jobs: 2, counts: { refused: 1 } });
    // No organization reads what a stranger's job asked: only an operator sees whom it would admit.
    const api = { create: { repository: 'acme/api', permissions: ['pull'] } };
    expect((await replay(api)).body).toMatchObject({ jobs: 0, decisions: [] });
    expect((await replay(api, world.operator)).body).toMatchObject({
      jobs: 1,
      decisions: [{ change: 'admitted', claims: { repository: 'acme/api' } }],
    });
  });
});

describe('two organizations', () => {
  const SHARED = {
    ...SHOP,
    repository: 'acme/web',
    repositoryId: '260064828',
    repositoryOwnerId: '1342004',
  };

  beforeEach(() => begin({ trust: [MAIN_ONLY, SHARED] }));

  const both = { resource: ['acme/web', 'globex/shop'].map((path) => `${PUBLIC_URL}/${path}`) };

  test('neither sees jobs that concern the other only, nor what the other decides', async () => {
    await job({ actor: 'zoe' }, { resource: `${PUBLIC_URL}/globex/shop` });
    await job(FIX, both);
    const mine = await replay(update({ refs: null }));
    expect(mine.body).toMatchObject({ jobs: 1, decisions: [{ change: 'admitted' }] });
    expect(JSON.stringify(mine.body)).not.toMatch(/globex|zoe/);
    // For an operator it is the same project.
    const operators = await replay(update({ refs: null }), world.operator);
    expect(operators.body).toEqual(mine.body);
  });

  test('the project, the relationship and its terms are told to its admins alone', async () => {
    const body = update({ refs: null });
    expect((await replay(body, world.stranger)).status).toBe(404);
    expect((await replay(body, world.member)).status).toBe(403);
    const foreign = await firstRelationship(world.foreignProjectId);
    for (const id of [foreign, NOBODY])
      expect(await replay({ delete: { trust_relationship_id: id } })).toMatchObject({
        status: 400,
        body: { faults: [{ at: '/delete/trust_relationship_id' }] },
      });
  });
});

describe('what is sent', () => {
  test.each([
    [{}, ''],
    [{ create: NEW, delete: { trust_relationship_id: NOBODY } }, ''],
    [{ create: { ...NEW, refs: ['refs//x'] } }, '/create/refs/0'],
    [{ create: { ...NEW, issuer: 'https://nowhere.example.com' } }, '/create/issuer'],
  ])('%j is refused where it is wrong', async (body, pointer) => {
    const answer = await replay(body);
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.body.faults[0].at).toBe(pointer);
  });

  test('of an update, too', async () => {
    const { body } = await replay(
      update({ refs: ['refs/heads/main'], events: ['issues'], base_refs: ['main'] }),
    );
    expect(body.faults[0].at).toMatch(/^\/update\/terms\//);
  });
});
