import { describe, expect, test } from '@jest/globals';
import type { Refusal } from '../../../src/exchange/refusal.ts';
import { decide } from '../../../src/exchange/trust/decide.ts';
import type { TrustRelationship } from '../../../src/exchange/trust/relationship.ts';
import type { TrustRequest } from '../../../src/exchange/trust/request.ts';
import { jobClaims, NOW, relationship, withConditions } from './examples.ts';

const ANYTHING: TrustRequest = { projects: null, permissions: null };

function decideFor(
  relationships: TrustRelationship[],
  {
    claims = {},
    requirePins = false,
    ...request
  }: Partial<TrustRequest> & {
    claims?: Record<string, string | undefined>;
    requirePins?: boolean;
  } = {},
) {
  const options = { now: NOW, requirePins };
  return decide(jobClaims(claims), relationships, { ...ANYTHING, ...request }, options);
}

function refusalOf(...parameters: Parameters<typeof decideFor>): Refusal {
  const { refusal, grants } = decideFor(...parameters);
  expect(grants).toEqual([]);
  if (!refusal) throw new Error('it was granted');
  return refusal;
}

const other = (changes: Partial<TrustRelationship> = {}) =>
  relationship({ id: 'rel-api', project: 'acme/api', projectId: 'id-of-acme/api', ...changes });

describe('what is granted', () => {
  test('all that the relationship permits, unless less is asked for', () => {
    const [grant] = decideFor([relationship({ maxLifetime: 7200 })]).grants;
    expect(grant).toEqual({
      organizationId: 'id-of-acme',
      projectId: 'id-of-acme/web',
      project: 'acme/web',
      relationshipId: 'rel-1',
      revision: 1,
      generation: 0,
      permissions: ['build', 'push', 'pull'],
      maxLifetime: 7200,
      ids: { repositoryId: '260064828', repositoryOwnerId: '1342004' },
      pins: false,
    });
    const narrow = decideFor([relationship()], { permissions: ['pull', 'build', 'pull'] });
    expect(narrow.grants[0]?.permissions).toEqual(['build', 'pull']);
  });

  test('without a project: each that trusts the job, in a stable order', () => {
    const relationships = [relationship(), other()];
    const paths = decideFor(relationships).grants.map(({ project }) => project);
    expect(paths).toEqual(['acme/api', 'acme/web']);
  });

  test('without a project, those that do not cover the request are left out', () => {
    const { grants } = decideFor([relationship(), other({ permissions: ['pull'] })], {
      permissions: ['push'],
    });
    expect(grants.map(({ project }) => project)).toEqual(['acme/web']);
  });

  test('every project that is asked for, or none', () => {
    const relationships = [relationship(), other({ permissions: ['pull'] })];
    const projects = ['acme/web', 'acme/api', 'acme/web'] as const;
    expect(decideFor(relationships, { projects }).grants).toHaveLength(2);
    expect(refusalOf(relationships, { projects, permissions: ['push'] }).reason).toBe(
      'permission_not_granted',
    );
  });

  test('the ids of the job are to be pinned if the relationship has not both', () => {
    const ids = { repositoryId: '260064828', repositoryOwnerId: '1342004' };
    const half = relationship({ repositoryOwnerId: null });
    expect(decideFor([half]).grants[0]).toMatchObject({ ids, pins: true });
  });
});

describe('of several relationships in one project', () => {
  const chosen = (relationships: TrustRelationship[], request: Partial<TrustRequest> = {}) => {
    const forward = decideFor(relationships, request).grants;
    expect(decideFor(relationships.toReversed(), request).grants).toEqual(forward);
    expect(forward).toHaveLength(1);
    return forward[0]?.relationshipId;
  };
  const named = (id: string, changes: Partial<TrustRelationship>) =>
    relationship({ id, ...changes });

  test('the one with the most permissions grants', () => {
    const few = named('few', { permissions: ['build', 'pull'], maxLifetime: null });
    const many = named('many', { permissions: ['build', 'push', 'pull'], maxLifetime: 60 });
    expect(chosen([few, many])).toBe('many');
  });

  test('then the one with the longest lifetime, where none means the maximum of the server', () => {
    const short = named('short', { maxLifetime: 600 });
    const long = named('long', { maxLifetime: 7200 });
    const unlimited = named('unlimited', { maxLifetime: null });
    expect(chosen([short, long])).toBe('long');
    expect(chosen([short, unlimited, long])).toBe('unlimited');
  });

  test('then the oldest, then the smallest id', () => {
    const old = named('z', { createdAt: 1 });
    const young = named('a', { createdAt: 2 });
    const twin = named('b', { createdAt: 1 });
    expect(chosen([young, old])).toBe('z');
    expect(chosen([old, twin])).toBe('b');
  });

  test('permissions are never put together from two', () => {
    const builds = named('builds', { permissions: ['build'] });
    const pushes = named('pushes', { permissions: ['push'] });
    expect(chosen([builds, pushes], { permissions: ['push'] })).toBe('pushes');
    const refusal = refusalOf([builds, pushes], { permissions: ['build', 'push'] });
    expect(refusal.reason).toBe('permission_not_granted');
  });
});

describe('sub is never parsed', () => {
  test.each([
    ['classic', 'repo:acme/web:ref:refs/heads/main'],
    ['immutable', 'repo:acme@1342004/web@260064828:ref:refs/heads/main'],
    ['customised', 'project:evil/other:anything'],
    ['of another repository', 'repo:evil/web:ref:refs/heads/evil'],
    ['empty', ''],
    ['absent', undefined],
  ])('%s sub: the same decision', (_, sub) => {
    const relationships = [withConditions({ refs: ['refs/heads/main'] })];
    expect(decideFor(relationships, { claims: { sub } })).toEqual(decideFor(relationships));
  });
});

describe('audit mode', () => {
  const trial = relationship({ id: 'trial', mode: 'audit' });

  test('grants nothing and is recorded', () => {
    expect(decideFor([trial])).toMatchObject({ grants: [], wouldGrant: ['trial'] });
    const refusal = refusalOf([trial]);
    expect(refusal.reason).toBe('no_trust_relationship');
    expect(refusal.message).toContain('audit mode');
  });

  test('does not disturb a relationship that is in force', () => {
    const narrow = relationship({ id: 'live', permissions: ['pull'] });
    const { grants, wouldGrant } = decideFor([trial, narrow]);
    expect(grants.map(({ relationshipId }) => relationshipId)).toEqual(['live']);
    expect(wouldGrant).toEqual(['trial']);
  });

  test('would not grant what it does not cover or where the conditions fail', () => {
    const pull = relationship({ mode: 'audit', permissions: ['pull'] });
    const elsewhere = withConditions({ refs: ['refs/heads/dev'] }, { mode: 'audit' });
    expect(decideFor([pull, elsewhere], { permissions: ['push'] }).wouldGrant).toEqual([]);
  });
});

describe('why a job is refused', () => {
  const unknown = () => refusalOf([]);

  test('no relationship names the repository', () => {
    expect(unknown()).toMatchObject({ reason: 'no_trust_relationship', details: { detail: [] } });
    expect(unknown().details.claims).toBeUndefined();
  });

  test('a re-registered repository learns nothing: not even that its name is known', () => {
    const claims = { repository_id: '999', ref: 'refs/heads/evil' };
    const trusted = withConditions({ refs: ['refs/heads/main'] });
    for (const projects of [null, ['acme/web'] as const]) {
      const refusal = refusalOf([trusted], { claims, projects });
      expect(refusal.message).toBe(unknown().message);
      expect(refusal.reason).toBe('no_trust_relationship');
      expect(refusal.details.claims).toBeUndefined();
      expect(refusal.details.detail).toHaveLength(1);
    }
  });

  test('the project asked for does not trust the repository, others do', () => {
    const refusal = refusalOf([relationship()], { projects: ['acme/web', 'acme/secret'] });
    expect(refusal.reason).toBe('project_not_granted');
    expect(refusal.message).toContain('acme/secret');
  });

  test('a project that exists and one that does not are told apart by nobody', () => {
    const stranger = other({ repositoryId: '999' });
    const exists = refusalOf([relationship(), stranger], { projects: ['acme/api'] });
    const imagined = refusalOf([relationship()], { projects: ['acme/api'] });
    expect(exists.message).toBe(imagined.message);
    expect(exists.reason).toBe('project_not_granted');
  });

  test('a privileged event, even if other claims fail as well', () => {
    const trusted = withConditions({ refs: ['refs/heads/main'] });
    const claims = { event_name: 'pull_request_target', ref: 'refs/heads/dev' };
    const refusal = refusalOf([trusted], { claims });
    expect(refusal.reason).toBe('privileged_event');
    expect(refusal.details.claims).toEqual(['ref', 'event_name']);
    expect(refusal.message).toContain('pull_request_target');
  });

  test('an ordinary event that is not named is a failed condition', () => {
    const refusal = refusalOf([withConditions({ events: ['release'] })]);
    expect(refusal).toMatchObject({
      reason: 'condition_failed',
      details: { claims: ['event_name'] },
    });
  });

  test('failed conditions by their claims, never by what was expected', () => {
    const trusted = withConditions({
      refs: ['refs/heads/release-candidate'],
      environments: ['vault'],
      workflows: ['.github/workflows/hidden.yml'],
      reusableWorkflows: ['acme/internal/.github/workflows/x.yml@refs/heads/main'],
    });
    const refusal = refusalOf([trusted]);
    expect(refusal.reason).toBe('condition_failed');
    expect(refusal.details.claims).toEqual([
      'ref',
      'environment',
      'workflow_ref',
      'job_workflow_ref',
    ]);
    expect(refusal.message).toContain('it names no environment');
    expect(refusal.message).not.toMatch(/release-candidate|vault|hidden|internal|acme\/web/);
  });

  test('the project is named only to a job that named it', () => {
    const trusted = withConditions({ refs: ['refs/heads/dev'] });
    expect(refusalOf([trusted], { projects: ['acme/web'] }).message).toContain('Project acme/web');
  });

  test('of several, the closest match', () => {
    const far = withConditions({ refs: ['refs/heads/dev'], environments: ['x'] }, { id: 'far' });
    const near = withConditions({ environments: ['x'] }, { id: 'near' });
    const trial = relationship({ id: 'trial', mode: 'audit' });
    for (const relationships of [
      [far, near, trial],
      [trial, near, far],
    ])
      expect(refusalOf(relationships).details.claims).toEqual(['environment']);
  });

  test('an expired relationship', () => {
    const refusal = refusalOf([relationship({ expiresAt: NOW - 1 })]);
    expect(refusal.reason).toBe('no_trust_relationship');
    expect(refusal.message).toContain('expired');
  });

  test('a permission that is not covered: what could be granted is named', () => {
    const builds = relationship({ permissions: ['build', 'pull'] });
    const refusal = refusalOf([builds], { permissions: ['build', 'push'] });
    expect(refusal.reason).toBe('permission_not_granted');
    expect(refusal.message).toContain('does not grant this job push, only build and pull');
  });

  test('ids are required and not pinned', () => {
    const byName = relationship({ repositoryId: null });
    const refusal = refusalOf([byName], { requirePins: true });
    expect(refusal.reason).toBe('condition_failed');
    expect(refusal.message).toContain('numeric ids');
    expect(refusal.details.claims).toEqual(['repository_id', 'repository_owner_id']);
    expect(
      decideFor([byName, relationship({ id: 'pinned' })], { requirePins: true }).grants,
    ).toEqual([expect.objectContaining({ relationshipId: 'pinned' })]);
  });

  test('rules in which somebody else names this repository cost a job nothing that is granted what it names', () => {
    const expensive = Object.defineProperty(other(), 'conditions', {
      get: () => {
        throw new Error('looked at');
      },
    });
    const rules = [expensive, relationship()];
    expect(decideFor(rules, { projects: ['acme/web'] }).refusal).toBeNull();
    expect(() => decideFor(rules)).toThrow('looked at');
  });

  test('the audit event gets every evaluation of the projects in question', () => {
    const relationships = [withConditions({ refs: ['refs/heads/dev'] }), other()];
    const { refusal, evaluations } = decideFor(relationships, { projects: ['acme/web'] });
    expect(evaluations.map(({ project }) => project)).toEqual(['acme/web']);
    expect(refusal?.details.detail).toEqual(evaluations);
    expect(JSON.parse(JSON.stringify(evaluations))).toEqual(evaluations);
  });
});
