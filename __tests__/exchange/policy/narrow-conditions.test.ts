import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createSeen, narrowConditions } from '../../../src/exchange/policy/narrow-conditions.ts';
import { evaluate, isMatch } from '../../../src/exchange/trust/match.ts';
import { type Conditions, NO_CONDITIONS } from '../../../src/exchange/trust/relationship.ts';
import { conditions } from '../trust/arbitraries.ts';
import { jobClaims, NOW, relationship } from '../trust/examples.ts';

const CALLED = 'acme/workflows/.github/workflows/build.yml@refs/tags/v3';

const PULL_REQUEST = {
  ref: 'refs/pull/7/merge',
  event_name: 'pull_request',
  base_ref: 'main',
  workflow_ref: 'acme/web/.github/workflows/ci.yml@refs/pull/7/merge',
  job_workflow_ref: 'acme/web/.github/workflows/ci.yml@refs/pull/7/merge',
};

function narrowed(before: Partial<Conditions>, ...jobs: Record<string, string | undefined>[]) {
  const seen = createSeen();
  for (const job of jobs) seen.add(jobClaims(job));
  return narrowConditions({ ...NO_CONDITIONS, ...before }, seen.all());
}

test('what was seen, value by value', () => {
  const { conditions, kept, isNarrower } = narrowed(
    {},
    { environment: 'production' },
    { environment: 'staging', ref: 'refs/heads/release/1', event_name: 'workflow_dispatch' },
  );
  expect(conditions).toEqual({
    refs: ['refs/heads/main', 'refs/heads/release/1'],
    baseRefs: null,
    environments: ['production', 'staging'],
    events: ['push', 'workflow_dispatch'],
    workflows: ['.github/workflows/release.yml'],
    reusableWorkflows: null,
  });
  expect([kept, isNarrower]).toEqual([[], true]);
});

test('nothing was seen, or nothing else than what is admitted', () => {
  expect(narrowed({})).toMatchObject({ conditions: NO_CONDITIONS, isNarrower: false });
  const exact = narrowed({}, {}).conditions;
  expect(narrowed(exact, {})).toMatchObject({ conditions: exact, kept: [], isNarrower: false });
});

describe('refs that do not come again', () => {
  test.each<[string, string[] | null, string[]]>([
    ['refs/tags/v1.2.3', null, ['refs/tags/**']],
    ['refs/tags/v1.2.3', ['refs/tags/v*', 'refs/heads/main'], ['refs/tags/v*']],
    ['refs/tags/v1.2.3', ['refs/**'], ['refs/tags/**']],
    ['refs/tags/v1.2.3', ['refs/tags/*'], ['refs/tags/*']],
    ['refs/pull/7/merge', null, ['refs/pull/*/merge']],
    ['refs/pull/7/merge', ['refs/pull/7/merge'], ['refs/pull/7/merge']],
    ['refs/pull/7/merge', ['refs/**'], ['refs/pull/*/merge']],
    [
      'refs/heads/gh-readonly-queue/main/pr-7-abc',
      ['refs/heads/**'],
      ['refs/heads/gh-readonly-queue/**'],
    ],
  ])('of %s under %j: %j', (ref, refs, after) => {
    expect(narrowed({ refs }, { ref, event_name: 'push' }).conditions.refs).toEqual(after);
  });
});

describe('a condition stays as it is', () => {
  test('with more than twenty values', () => {
    const branches = Array.from({ length: 21 }, (_, n) => ({ ref: `refs/heads/b${n}` }));
    expect(narrowed({}, ...branches.slice(1)).conditions.refs).toHaveLength(20);
    const { conditions, kept } = narrowed({ refs: ['refs/heads/*'] }, ...branches);
    expect(conditions.refs).toEqual(['refs/heads/*']);
    expect(kept).toEqual([{ condition: 'refs', reason: 'too_many_values' }]);
  });

  test('if some jobs show nothing there', () => {
    const { conditions, kept } = narrowed({}, { environment: 'production' }, PULL_REQUEST);
    expect(conditions).toMatchObject({ environments: null, baseRefs: null });
    expect(kept).toEqual([
      { condition: 'baseRefs', reason: 'sometimes_absent' },
      { condition: 'environments', reason: 'sometimes_absent' },
    ]);
  });

  test('if no condition can say it', () => {
    const { conditions, kept } = narrowed(
      {},
      {
        environment: 'every*where',
        workflow_ref: 'other/repo/.github/workflows/x.yml@refs/heads/main',
        job_workflow_ref: 'other/repo/.github/workflows/x.yml@refs/heads/main',
      },
    );
    expect(conditions).toMatchObject({ environments: null, workflows: null });
    expect(kept.map(({ reason }) => reason)).toEqual(['not_expressible', 'not_expressible']);
  });
});

test('a reusable workflow is one that was called', () => {
  expect(narrowed({}, {}).conditions.reusableWorkflows).toBeNull();
  expect(narrowed({}, { job_workflow_ref: CALLED }).conditions.reusableWorkflows).toEqual([CALLED]);
  const mixed = narrowed({}, {}, { job_workflow_ref: CALLED });
  expect(mixed.conditions.reusableWorkflows).toBeNull();
  expect(mixed.kept).toEqual([{ condition: 'reusableWorkflows', reason: 'sometimes_absent' }]);
});

test('what was seen is admitted afterwards, and nothing that was not admitted before', () => {
  const job = fc.record({
    ref: fc.constantFrom(
      'refs/heads/main',
      'refs/heads/fix/1',
      'refs/tags/v1',
      'refs/tags/a/b',
      'refs/pull/3/merge',
      'refs/heads/gh-readonly-queue/main/pr-1',
      'refs/heads/od*d',
    ),
    event_name: fc.constantFrom('push', 'pull_request', 'merge_group', 'issues', 'invented_one'),
    environment: fc.constantFrom(undefined, 'production', 'Production', 'st*r', ' '),
    base_ref: fc.constantFrom(undefined, '', 'main'),
    job_workflow_ref: fc.constantFrom(undefined, CALLED, 'nonsense'),
    workflow_ref: fc.constantFrom(
      undefined,
      'acme/web/.github/workflows/ci.yml@refs/heads/main',
      'other/web/.github/workflows/ci.yml@refs/heads/main',
    ),
  });
  let admitted = 0;
  fc.assert(
    fc.property(
      fc.oneof(conditions, fc.constant(NO_CONDITIONS)),
      fc.array(job, { maxLength: 30 }),
      fc.array(job, { maxLength: 10 }),
      (before, jobs, others) => {
        const isAdmitted = (terms: Conditions, claims: Record<string, string | undefined>) => {
          const under = relationship({ conditions: terms });
          return isMatch(evaluate(under, jobClaims(claims), { now: NOW, requirePins: false }));
        };
        const used = jobs.filter((claims) => isAdmitted(before, claims));
        const after = narrowed(before, ...used).conditions;
        admitted += used.length;
        expect(used.filter((claims) => !isAdmitted(after, claims))).toEqual([]);
        for (const claims of [...jobs, ...others])
          if (isAdmitted(after, claims)) expect(isAdmitted(before, claims)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
  expect(admitted).toBeGreaterThan(100);
});
