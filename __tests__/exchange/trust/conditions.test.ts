import { describe, expect, test } from '@jest/globals';
import { CLAIM_RULES } from '../../../src/exchange/trust/conditions.ts';
import { evaluate, isMatch } from '../../../src/exchange/trust/match.ts';
import type { Conditions } from '../../../src/exchange/trust/relationship.ts';
import { jobClaims, NO_CONDITIONS, NOW, withConditions } from './examples.ts';

function admits(conditions: Partial<Conditions>, claims: Record<string, string | undefined>) {
  const options = { now: NOW, requirePins: false };
  return isMatch(evaluate(withConditions(conditions), jobClaims(claims), options));
}

test('the claim table has one row per condition and never looks at sub', () => {
  const rows = CLAIM_RULES.map(({ condition }) => condition).sort();
  expect(rows).toEqual(Object.keys(NO_CONDITIONS).sort());
  expect(CLAIM_RULES.map(({ claim }) => claim)).not.toContain('sub');
});

test.each(CLAIM_RULES.map(({ condition, claim }) => [condition, claim] as const))(
  'a set condition %s fails when the claim %s is absent, and an empty list admits nothing',
  (condition, claim) => {
    expect(admits({ [condition]: ['**'] }, { [claim]: undefined })).toBe(false);
    expect(admits({ [condition]: [] }, { environment: 'production' })).toBe(false);
  },
);

describe('refs', () => {
  test.each([
    ['refs/heads/main', true],
    ['refs/tags/v2.0.0', true],
    ['refs/heads/dev', false],
    ['refs/heads/main2', false],
    ['refs/pull/7/merge', false],
  ])('%s: %s', (ref, ok) => {
    expect(admits({ refs: ['refs/heads/main', 'refs/tags/v*'] }, { ref })).toBe(ok);
  });
});

describe('environments', () => {
  test('GitHub compares their names without regard to case, and so do we', () => {
    expect(admits({ environments: ['Production'] }, { environment: 'production' })).toBe(true);
    expect(admits({ environments: ['production'] }, { environment: 'production-eu' })).toBe(false);
  });

  test('they are names, not globs', () => {
    expect(admits({ environments: ['*'] }, { environment: 'production' })).toBe(false);
  });

  test('the Kelvin sign is not the letter k', () => {
    expect(admits({ environments: ['k8s'] }, { environment: '\u212a8s' })).toBe(false);
    expect(admits({ environments: ['k8s'] }, { environment: 'K8S' })).toBe(true);
  });
});

describe('events', () => {
  test.each([
    'push',
    'release',
    'schedule',
    'workflow_dispatch',
    'repository_dispatch',
    'merge_group',
    'pull_request',
  ])('%s needs no naming', (event_name) => {
    expect(admits({}, { event_name })).toBe(true);
  });

  test.each(['pull_request_target', 'workflow_run', 'issue_comment', 'deployment', 'PUSH', ''])(
    '%j is refused unless named',
    (event_name) => {
      expect(admits({}, { event_name })).toBe(false);
      expect(admits({ events: ['push'] }, { event_name })).toBe(false);
      expect(admits({ events: ['push', event_name] }, { event_name })).toBe(true);
    },
  );

  test('naming some takes the others away', () => {
    expect(admits({ events: ['release'] }, { event_name: 'push' })).toBe(false);
  });
});

describe('workflows', () => {
  const at = (workflow_ref: string) =>
    admits({ workflows: ['.github/workflows/release.yml'] }, { workflow_ref });

  test.each([
    ['acme/web/.github/workflows/release.yml@refs/heads/main', true],
    ['Acme/WEB/.github/workflows/release.yml@refs/heads/main', true],
    ['acme/web/.github/workflows/release.yml@refs/heads/odd@name', true],
    ['acme/web/.github/workflows/Release.yml@refs/heads/main', false],
    ['acme/web/.github/workflows/ci.yml@refs/heads/main', false],
    ['acme/web/.github/workflows/release.yml', false],
    ['acme/web/.github/workflows/release.yml@', false],
    ['release.yml@refs/heads/main', false],
    ['', false],
  ])('%s: %s', (workflowRef, ok) => {
    expect(at(workflowRef)).toBe(ok);
  });

  test('the same path in another repository does not count', () => {
    expect(at('evil/web/.github/workflows/release.yml@refs/heads/main')).toBe(false);
  });

  test('a file called release.yml@x.yml does not pass for release.yml', () => {
    expect(at('acme/web/.github/workflows/release.yml@x.yml@refs/heads/main')).toBe(false);
  });

  test('a branch name cannot smuggle in another path', () => {
    expect(
      at('acme/web/.github/workflows/evil.yml@refs/heads/x@acme/web/.github/workflows/release.yml'),
    ).toBe(false);
  });
});

describe('reusable workflows', () => {
  const pattern = 'Acme/Workflows/.github/workflows/build.yml@refs/tags/v*';
  const sha = '0123456789abcdef0123456789abcdef01234567';

  test.each([
    [pattern, 'acme/workflows/.github/workflows/build.yml@refs/tags/v3', true],
    [pattern, 'acme/workflows/.github/workflows/build.yml@refs/heads/v3', false],
    [pattern, 'acme/workflows/.github/workflows/Build.yml@refs/tags/v3', false],
    [pattern, 'evil/workflows/.github/workflows/build.yml@refs/tags/v3', false],
    [pattern, 'acme/workflows2/.github/workflows/build.yml@refs/tags/v3', false],
    [`acme/w/.github/workflows/b.yml@${sha}`, `acme/w/.github/workflows/b.yml@${sha}`, true],
    [
      'acme/*/.github/workflows/*@refs/heads/main',
      'acme/x/.github/workflows/y.yml@refs/heads/main',
      true,
    ],
  ])('%s on %s: %s', (expected, job_workflow_ref, ok) => {
    expect(admits({ reusableWorkflows: [expected] }, { job_workflow_ref })).toBe(ok);
  });

  test('a wildcard in the path does not reach over the @ into the ref', () => {
    const anyFile = 'acme/w/.github/workflows/**';
    const job_workflow_ref = 'acme/w/.github/workflows/b.yml@refs/heads/evil';
    expect(admits({ reusableWorkflows: [anyFile] }, { job_workflow_ref })).toBe(false);
    expect(
      admits({ reusableWorkflows: [`${anyFile}@refs/heads/main`] }, { job_workflow_ref }),
    ).toBe(false);
  });
});
