import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decide } from '../../../src/exchange/trust/decide.ts';
import { evaluate, isMatch } from '../../../src/exchange/trust/match.ts';
import type {
  Conditions,
  Grant,
  TrustRelationship,
} from '../../../src/exchange/trust/relationship.ts';
import { claims, conditions, relationships, request } from './arbitraries.ts';
import { NOW } from './examples.ts';

const options = fc.record({ now: fc.constant(NOW), requirePins: fc.boolean() });
const RUNS = { numRuns: 1500 };

const isWithin = (grant: Grant, source: TrustRelationship): boolean =>
  grant.project === source.project &&
  grant.projectId === source.projectId &&
  grant.permissions.every((permission) => source.permissions.includes(permission)) &&
  (source.maxLifetime === null ||
    (grant.maxLifetime !== null && grant.maxLifetime <= source.maxLifetime));

test('no grant exceeds one relationship that is in force and matches', () => {
  let granted = 0;
  fc.assert(
    fc.property(claims, relationships, request, options, (job, all, wanted, how) => {
      for (const grant of decide(job, all, wanted, how).grants) {
        granted++;
        const sources = all.filter(({ id }) => id === grant.relationshipId);
        expect(sources).toHaveLength(1);
        for (const source of sources) {
          expect(source.mode).toBe('enforce');
          expect(isMatch(evaluate(source, job, how))).toBe(true);
          expect(isWithin(grant, source)).toBe(true);
        }
      }
    }),
    RUNS,
  );
  expect(granted).toBeGreaterThan(50);
});

test('a job gets at most one grant per project, only where it asked, and exactly what it asked', () => {
  fc.assert(
    fc.property(claims, relationships, request, options, (job, all, wanted, how) => {
      const { grants, refusal } = decide(job, all, wanted, how);
      const projects = grants.map(({ project }) => project);
      expect(new Set(projects).size).toBe(projects.length);
      expect(grants.length > 0).toBe(refusal === null);
      if (refusal) return;
      if (wanted.projects) expect(new Set(projects)).toEqual(new Set(wanted.projects));
      if (wanted.permissions)
        for (const grant of grants)
          expect(new Set(grant.permissions)).toEqual(new Set(wanted.permissions));
    }),
    RUNS,
  );
});

test('the order in which the store returns relationships changes nothing', () => {
  const shuffled = relationships.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(claims, shuffled, request, options, (job, [all, other], wanted, how) => {
      expect(decide(job, other, wanted, how)).toEqual(decide(job, all, wanted, how));
    }),
    RUNS,
  );
});

/** Sets one more condition; one that is set already stays. */
const tighten = (current: Conditions, added: Conditions): Conditions => ({
  refs: current.refs ?? added.refs,
  baseRefs: current.baseRefs ?? added.baseRefs,
  environments: current.environments ?? added.environments,
  // Naming an event is the one condition that can widen: it may admit a privileged one.
  events: current.events,
  workflows: current.workflows ?? added.workflows,
  reusableWorkflows: current.reusableWorkflows ?? added.reusableWorkflows,
});

test('adding a condition never grants more', () => {
  fc.assert(
    fc.property(
      claims,
      relationships,
      request,
      options,
      conditions,
      fc.nat(5),
      (job, all, wanted, how, added, at) => {
        const tightened = all.map((relationship, index) =>
          index === at
            ? { ...relationship, conditions: tighten(relationship.conditions, added) }
            : relationship,
        );
        const before = decide(job, all, wanted, how).grants;
        for (const grant of decide(job, tightened, wanted, how).grants) {
          const loose = before.find(({ project }) => project === grant.project);
          expect(loose?.permissions.length).toBeGreaterThanOrEqual(grant.permissions.length);
        }
      },
    ),
    RUNS,
  );
});

test('a refusal tells nothing that the rules expect, and a stranger nothing at all', () => {
  const secrets = /refs\/(?:heads|tags|pull)|production|staging|release\.yml|build\.yml|rel-[0-9]/;
  fc.assert(
    fc.property(claims, relationships, request, options, (job, all, wanted, how) => {
      const { refusal } = decide(job, all, wanted, how);
      if (!refusal) return;
      expect(refusal.message).not.toMatch(secrets);
      const stranger = { ...job, repository_id: '999', repository_owner_id: '999' };
      const pinned = all.map((relationship) => ({ ...relationship, repositoryId: '1' }));
      const nobody = decide(stranger, [], wanted, how).refusal;
      const toStranger = decide(stranger, pinned, wanted, how).refusal;
      expect(toStranger?.message).toBe(nobody?.message);
      expect(toStranger?.details.claims).toBeUndefined();
    }),
    RUNS,
  );
});
