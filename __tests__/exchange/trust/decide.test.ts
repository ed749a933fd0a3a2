import { describe, expect, test } from '@jest/globals';
import type { TrustRelationship, TrustRequest } from '../../../src/exchange/trust/relationship.ts';
import { decideFor, other, refusalOf } from './deciding.ts';
import { relationship, withConditions } from './examples.ts';

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
