import { describe, expect, test } from '@jest/globals';
import {
  classicSubject,
  customisedSubject,
  immutableSubject,
} from '../../support/github-claims.ts';
import { type Answer, PUBLIC_URL, servicesOfOneProcess } from '../service.ts';

const start = servicesOfOneProcess();

const UNPINNED = { repositoryId: null, repositoryOwnerId: null };

describe('sub is never parsed', () => {
  const conditions = { refs: ['refs/heads/main'] };

  test.each([
    ['classic', classicSubject()],
    ['immutable', immutableSubject()],
    ['customised', customisedSubject()],
    ['that of another repository', 'repo:evil/fork:ref:refs/heads/main'],
  ])('%s: the other claims decide', async (_, sub) => {
    const { exchange, idToken } = await start({ trust: [{ conditions }] });
    expect(await exchange({ subject_token: idToken({ sub }) })).toMatchObject({ status: 200 });
    const elsewhere = await exchange({ subject_token: idToken({ sub, ref: 'refs/heads/dev' }) });
    expect(elsewhere.body).toMatchObject({ reason: 'condition_failed', claims: ['ref'] });
  });
});

describe('a relationship that names no ids', () => {
  test('is pinned at its first use; a repository re-registered under the name is refused', async () => {
    const { exchange, idToken } = await start({ trust: [UNPINNED] });
    expect(await exchange()).toMatchObject({ status: 200 });
    const squatter = idToken({ repository_id: '999', repository_owner_id: '666' });
    const { status, body } = await exchange({ subject_token: squatter });
    expect([status, body.reason]).toEqual([400, 'no_trust_relationship']);
    // Its owner is still welcome, under any spelling of the name.
    const owner = idToken({ repository: 'ACME/Web' });
    expect(await exchange({ subject_token: owner })).toMatchObject({ status: 200 });
  });

  test('is pinned once, whoever of many wins the race', async () => {
    const { exchange, idToken } = await start({ trust: [UNPINNED] });
    const ids = Array.from({ length: 20 }, (_, index) => `${1000 + index}`);
    const answers = await Promise.all(
      ids.map((repository_id) => exchange({ subject_token: idToken({ repository_id }) })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const reasons = new Set(answers.map(({ body }) => body.reason));
    expect(reasons).toEqual(new Set([undefined, 'no_trust_relationship']));
  });

  test('is refused where the installation requires pins', async () => {
    const { exchange } = await start({ trust: [UNPINNED], config: { requirePins: true } });
    expect((await exchange()).body).toMatchObject({
      reason: 'condition_failed',
      claims: ['repository_id', 'repository_owner_id'],
    });
  });
});

describe('a relationship in audit mode', () => {
  test('grants nothing and records what it would have granted', async () => {
    const { exchange, eventOf } = await start({ trust: [{ mode: 'audit' }] });
    const answer = await exchange();
    expect(answer.body.reason).toBe('no_trust_relationship');
    expect((await eventOf(answer))?.wouldGrant).toHaveLength(1);
  });

  test('records beside one that grants', async () => {
    const { exchange, eventOf } = await start({
      trust: [{ permissions: ['pull'] }, { mode: 'audit' }],
    });
    const answer = await exchange();
    expect(answer.body.scope).toBe('pull');
    const event = await eventOf(answer);
    expect(event?.wouldGrant).toHaveLength(1);
    expect(event?.relationships).not.toEqual(event?.wouldGrant);
  });
});

test('a relationship ends with its expiry', async () => {
  const expiresAt = Math.floor(Date.now() / 1000) + 3600;
  const { exchange, pass } = await start({ trust: [{ expiresAt }] });
  expect(await exchange()).toMatchObject({ status: 200 });
  pass(3601);
  expect((await exchange()).body.reason).toBe('no_trust_relationship');
});

test('the grant of a project is never put together from two relationships', async () => {
  const { exchange } = await start({
    trust: [{ permissions: ['build', 'pull'] }, { permissions: ['push'] }],
  });
  expect((await exchange()).body.scope).toBe('build pull');
  expect((await exchange({ scope: 'pull push' })).body.reason).toBe('permission_not_granted');
});

describe('the answer is no oracle', () => {
  /** What differs between any two answers. */
  function withoutReference({ status, headers, body }: Answer): object {
    const { reference, ...rest } = body;
    return { status, length: headers.get('content-length'), ...rest };
  }

  test('for projects: one that does not exist and one that trusts others answer alike', async () => {
    const { exchange } = await start({
      trust: [{}, { project: 'acme/docs', repository: 'acme/docs' }],
    });
    const existing = await exchange({ resource: `${PUBLIC_URL}/acme/docs` });
    const missing = await exchange({ resource: `${PUBLIC_URL}/acme/dogs` });
    expect(existing.body.reason).toBe('project_not_granted');
    const renamed = JSON.parse(
      JSON.stringify(withoutReference(missing)).replaceAll('dogs', 'docs'),
    );
    expect(renamed).toEqual(withoutReference(existing));
  });

  test('for repositories: one nobody named and a squatter of a pinned name answer alike', async () => {
    const { exchange, idToken } = await start();
    const stranger = await exchange({ subject_token: idToken({ repository: 'evil/web' }) });
    const squatter = await exchange({ subject_token: idToken({ repository_id: '999' }) });
    expect(withoutReference(squatter)).toEqual(withoutReference(stranger));
  });
});
