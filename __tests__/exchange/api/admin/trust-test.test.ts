import { beforeEach, describe, expect, test } from '@jest/globals';
import { githubClaims } from '../../../support/github-claims.ts';
import { services } from '../../service.ts';
import { NOBODY, SHOP, type Tenants, tenants } from './acme.ts';

const start = services();

const MAIN_ONLY = { conditions: { refs: ['refs/heads/main'] } };

let world: Tenants;

beforeEach(async () => {
  world = await tenants(start, { trust: [MAIN_ONLY, SHOP] });
});

const path = () => `/projects/${world.projectId}/trust-relationships/test`;
const tryWith = (body: object) => world.member('POST', path(), { body });
/** As somebody who may read the events of the organization. */
const recall = (body: object) => world.admin('POST', path(), { body });

const jobClaims = (changes: object = {}) =>
  githubClaims(
    { issuer: world.service.issuer.url, audience: 'https://elsewhere', now: Date.now() },
    { ...changes },
  );

describe('claims that somebody pasted', () => {
  test('of a job that would be admitted', async () => {
    const answer = await tryWith({ claims: jobClaims() });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        decision: 'granted',
        grant: { permissions: ['build', 'push', 'pull'], max_lifetime: 21_600, pins: false },
        reason: null,
        trust_relationships: [{ matches: true, project: 'acme/web' }],
      },
    });
    const [{ trust_relationship: id, checks }] = answer.body.trust_relationships;
    expect(answer.body.grant.trust_relationship).toBe(id);
    expect(checks.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
  });

  test('of a job that would be refused, claim by claim', async () => {
    const { status, body } = await tryWith({ claims: jobClaims({ ref: 'refs/heads/fix/1' }) });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      decision: 'refused',
      grant: null,
      reason: 'condition_failed',
      claims: ['ref'],
    });
    expect(body.trust_relationships[0].checks).toContainEqual({
      claim: 'ref',
      presented: 'refs/heads/fix/1',
      expected: ['refs/heads/main'],
      expected_count: 1,
      ok: false,
    });
  });

  test('of a misspelt repository, beside the relationship that was meant', async () => {
    const { body } = await tryWith({ claims: jobClaims({ repository: 'acme/wbe' }) });
    expect(body).toMatchObject({ reason: 'no_trust_relationship', decision: 'refused' });
    expect(body.trust_relationships).toMatchObject([
      {
        matches: false,
        checks: [{ claim: 'repository', expected: ['acme/web'], ok: false }, {}, {}, {}, {}],
      },
    ]);
  });

  test('of a repository with very many relationships, beside those that are closest', async () => {
    const refused = { conditions: { refs: ['refs/tags/*'] } };
    const others = Array.from({ length: 130 }, (_, n) => ({ repository: `acme/r${n}` }));
    const trust = [...others, ...Array.from({ length: 25 }, () => refused), {}, SHOP];
    world = await tenants(start, { trust });
    const { body } = await tryWith({ claims: jobClaims() });
    expect(body).toMatchObject({ decision: 'granted', trust_relationships_omitted: 106 });
    expect(body.trust_relationships).toHaveLength(20);
    expect(body.trust_relationships[0].trust_relationship).toBe(body.grant.trust_relationship);
  });

  test('and of the permissions that the job asks for', async () => {
    const { id } = (await world.admin('GET', `/projects/${world.projectId}/trust-relationships`))
      .body.items[0];
    await world.admin('PATCH', `/trust-relationships/${id}`, { body: { permissions: ['build'] } });
    const wanted = { claims: jobClaims(), permissions: ['push'] };
    expect((await tryWith(wanted)).body).toMatchObject({ reason: 'permission_not_granted' });
  });
});

describe('a draft', () => {
  const draft = {
    repository: 'acme/web',
    refs: ['refs/heads/**'],
    permissions: ['build'],
  };

  test('is tried beside what is stored, warned of, and not stored', async () => {
    const { body } = await tryWith({
      claims: jobClaims({ ref: 'refs/heads/fix/1' }),
      trust_relationship: draft,
    });
    expect(body).toMatchObject({
      decision: 'granted',
      grant: { trust_relationship: 'draft', permissions: ['build'], pins: true },
    });
    const tried = body.trust_relationships.find(
      ({ trust_relationship: id }: { trust_relationship: string }) => id === 'draft',
    );
    expect(tried).toMatchObject({ matches: true, warnings: [{ code: 'unpinned_repository' }] });
    const list = `/projects/${world.projectId}/trust-relationships`;
    expect((await world.member('GET', list)).body.items).toHaveLength(1);
  });

  test('can stand for one that is stored', async () => {
    const list = `/projects/${world.projectId}/trust-relationships`;
    const [{ id }] = (await world.member('GET', list)).body.items;
    const { body } = await tryWith({
      claims: jobClaims(),
      trust_relationship: { ...draft, refs: ['refs/tags/v*'] },
      replaces: id,
    });
    expect(body).toMatchObject({ reason: 'condition_failed', trust_relationships: [{}] });
    expect(body.trust_relationships[0].trust_relationship).toBe('draft');
  });

  test.each([
    ['/replaces', { replaces: NOBODY, trust_relationship: draft }],
    ['/replaces', { replaces: NOBODY }],
    ['/trust_relationship/refs/0', { trust_relationship: { ...draft, refs: ['main'] } }],
    [
      '/trust_relationship/issuer',
      { trust_relationship: { ...draft, issuer: 'https://no.example' } },
    ],
  ])('with a fault at %s is refused', async (at, sent) => {
    const answer = await tryWith({ claims: jobClaims(), ...sent });
    expect(answer).toMatchObject({ status: 400, body: { faults: [{ at }] } });
  });
});

describe('a job of the past', () => {
  test('that was refused is admitted once the rule allows it', async () => {
    const claims = { ref: 'refs/heads/fix/1' };
    const refused = await world.service.exchange({ subject_token: world.service.idToken(claims) });
    const { reference } = refused.body;
    const before = await recall({ reference });
    expect(before.body).toMatchObject({ reason: refused.body.reason, claims: refused.body.claims });
    const list = `/projects/${world.projectId}/trust-relationships`;
    const [{ id }] = (await world.member('GET', list)).body.items;
    await world.admin('PATCH', `/trust-relationships/${id}`, { body: { refs: null } });
    expect((await recall({ reference })).body).toMatchObject({ decision: 'granted' });
  });

  test('that was admitted would be refused once its run is revoked', async () => {
    const { body } = await world.service.exchange();
    await world.admin('POST', `/projects/${world.projectId}/revocations`, {
      body: { run_id: '9876543210' },
    });
    const tried = (await recall({ reference: body.reference })).body;
    expect(tried).toMatchObject({ decision: 'refused', grant: null, reason: 'run_revoked' });
    expect(await world.service.exchange()).toMatchObject({ body: { reason: tried.reason } });
  });

  test('would be refused while its issuer is switched off', async () => {
    const { body } = await world.service.exchange();
    const [{ id }] = (await world.operator('GET', '/issuers')).body.items;
    await world.operator('PATCH', `/issuers/${id}`, { body: { enabled: false } });
    const tried = (await recall({ reference: body.reference })).body;
    expect(tried).toMatchObject({ decision: 'refused', grant: null, reason: 'issuer_disabled' });
    expect(await world.service.exchange()).toMatchObject({ body: { reason: tried.reason } });
  });

  test("of another organization's exchange looks like one that never was", async () => {
    const foreign = await world.service.exchange({
      subject_token: world.service.idToken({
        repository: SHOP.repository,
        repository_id: SHOP.repositoryId,
        repository_owner_id: SHOP.repositoryOwnerId,
      }),
    });
    expect(foreign.status).toBe(200);
    const answers = [foreign.body.reference, NOBODY].map((reference) => recall({ reference }));
    const [one, other] = await Promise.all(answers);
    expect(one).toMatchObject({ status: 400, body: { faults: [{ at: '/reference' }] } });
    expect(one?.body).toEqual(other?.body);
  });

  test('is nothing that a member may try, who may not read its event', async () => {
    const subject_token = world.service.idToken({ ref: 'refs/heads/secret' });
    const refused = await world.service.exchange({ subject_token });
    const { reference } = refused.body;
    const [one, other] = [await tryWith({ reference }), await tryWith({ reference: NOBODY })];
    expect(one).toMatchObject({ status: 400, body: { faults: [{ at: '/reference' }] } });
    expect(one.body).toEqual(other.body);
    expect((await recall({ reference })).status).toBe(200);
    const shop = `/projects/${world.foreignProjectId}/trust-relationships/test`;
    expect((await world.operator('POST', shop, { body: { reference } })).status).toBe(200);
  });

  test('cannot be made of an event without claims', async () => {
    const { body } = await world.admin('POST', `/projects/${world.projectId}/tokens`, {
      body: { description: 'for a test' },
    });
    const events = await world.admin('GET', `/organizations/${world.organizationId}/audit-events`);
    const [{ id: reference, after }] = events.body.items;
    expect(after.id).toBe(body.id);
    expect(await recall({ reference })).toMatchObject({
      status: 400,
      body: { faults: [{ at: '/reference' }] },
    });
  });
});

test('whom another organization trusts cannot be found out', async () => {
  const claims = jobClaims({
    repository: SHOP.repository,
    repository_id: SHOP.repositoryId,
    repository_owner_id: SHOP.repositoryOwnerId,
  });
  const known = (await tryWith({ claims })).body;
  const unknown = (await tryWith({ claims: { ...claims, repository: 'globex/nothing' } })).body;
  expect(known).toMatchObject({ reason: 'no_trust_relationship' });
  expect({ ...known, trust_relationships: [] }).toEqual({ ...unknown, trust_relationships: [] });
  const answer = await world.stranger('POST', path(), { body: { claims } });
  expect(answer).toMatchObject({ status: 404 });
});

test('nothing is written', async () => {
  const before = await world.service.events();
  await tryWith({ claims: jobClaims() });
  await tryWith({ claims: jobClaims({ ref: 'refs/heads/x' }) });
  expect(await world.service.events()).toEqual(before);
});

describe('a token that was pasted instead of claims is refused and not repeated', () => {
  const canary = 'canary0canary0canary0canary0canary';
  const token = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ${canary}.c2lnbmF0dXJl`;

  test.each([
    ['as the body', token],
    ['as the claims', { claims: token }],
    ['as the value of a claim', { claims: { repository: 'acme/web', ref: token } }],
    ['as the name of a claim', { claims: { [token]: 'x' } }],
    ['as the name of a claim that is no string', { claims: { [token]: 1, '': {} } }],
    ['as the reference', { reference: token }],
    ['as one of ours', { claims: { ref: `dpb_${canary}` } }],
  ])('%s', async (_, body) => {
    const answer = await tryWith(body as object);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(JSON.stringify(answer.body)).not.toContain(canary);
    expect(world.service.log.join('')).not.toContain(canary);
  });
});

test.each([
  ['nothing', {}],
  ['both', { claims: {}, reference: NOBODY }],
  ['claims that are no strings', { claims: { repository: ['acme/web'] } }],
  ['claims of an unknown issuer', { claims: { iss: 'https://no.example' } }],
])('a request with %s is refused', async (_, body) => {
  expect(await tryWith(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
});
