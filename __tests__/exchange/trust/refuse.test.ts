import { describe, expect, test } from '@jest/globals';
import type { TrustRequest } from '../../../src/exchange/trust/relationship.ts';
import { decideFor, other, refusalOf } from './deciding.ts';
import { NOW, relationship, withConditions } from './examples.ts';

describe('why a job is refused', () => {
  const unknown = (projects: TrustRequest['projects'] = null) => refusalOf([], { projects });

  test('no relationship names the repository', () => {
    expect(unknown()).toMatchObject({ reason: 'no_trust_relationship', details: { detail: [] } });
    expect(unknown().details.claims).toBeUndefined();
  });

  test('a re-registered repository learns nothing: not even that its name is known', () => {
    const claims = { repository_id: '999', ref: 'refs/heads/evil' };
    const trusted = withConditions({ refs: ['refs/heads/main'] });
    for (const projects of [null, ['acme/web'] as const]) {
      const refusal = refusalOf([trusted], { claims, projects });
      expect(refusal.message).toBe(unknown(projects).message);
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

  test('a default event that is not named is a failed condition', () => {
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
