import { expect, test } from '@jest/globals';
import {
  describeTerms,
  sentenceText,
  type UnfinishedTerms,
} from '../../../src/exchange/trust/describe-terms.ts';
import { type Conditions, NO_CONDITIONS } from '../../../src/exchange/trust/relationship.ts';
import { relationship } from './examples.ts';

type Written = Partial<Conditions> & Partial<Omit<UnfinishedTerms, 'conditions'>>;

function sentenceOf(written: Written, longest: number | null = null): string {
  const { refs, baseRefs, environments, events, workflows, reusableWorkflows, ...others } = {
    ...NO_CONDITIONS,
    ...written,
  };
  const conditions = { refs, baseRefs, environments, events, workflows, reusableWorkflows };
  return sentenceText(describeTerms({ ...relationship(), ...others, conditions }, longest));
}

const BY_DEFAULT = 'started by any default event';
const ALL = 'may build, push and pull.';

test.each<[Written, string]>([
  [
    {
      refs: ['refs/heads/main'],
      events: ['push', 'workflow_dispatch'],
      permissions: ['build', 'push'],
      maxLifetime: 7200,
    },
    'Jobs of acme/web on branch main, started by push or by hand, may build and push for up to 2 hours.',
  ],
  [{}, `Jobs of acme/web on any branch, tag or pull request, ${BY_DEFAULT}, ${ALL}`],
  [{ refs: ['refs/heads/**'] }, `Jobs of acme/web on any branch, ${BY_DEFAULT}, ${ALL}`],
  [
    { refs: ['refs/**'] },
    `Jobs of acme/web on any branch, tag or pull request, ${BY_DEFAULT}, ${ALL}`,
  ],
  [
    { refs: ['refs/heads/main', 'refs/heads/release/*', 'refs/tags/v*'] },
    `Jobs of acme/web on branch main, branches like release/* or tags like v*, ${BY_DEFAULT}, ${ALL}`,
  ],
  [
    { refs: ['refs/heads/a', 'refs/heads/b', 'refs/heads/c', 'refs/heads/d', 'refs/heads/e'] },
    `Jobs of acme/web on branch a, branch b, branch c or 2 more, ${BY_DEFAULT}, ${ALL}`,
  ],
  [{ refs: ['refs/pull/42/merge'] }, `Jobs of acme/web on pull request 42, ${BY_DEFAULT}, ${ALL}`],
  [
    {
      refs: ['refs/pull/*/merge'],
      baseRefs: ['main', 'release/*'],
      events: ['pull_request'],
      permissions: ['build', 'pull'],
    },
    'Jobs of acme/web on any pull request that is to be merged into branch main or branches like release/*, started by a pull request, may build and pull.',
  ],
  [
    { baseRefs: ['main'] },
    `Jobs of acme/web on any pull request that is to be merged into branch main, ${BY_DEFAULT}, ${ALL}`,
  ],
  [{ events: ['release'] }, `Jobs of acme/web on any tag, started by a release, ${ALL}`],
  [
    { events: ['schedule', 'repository_dispatch', 'merge_group', 'workflow_run'] },
    `Jobs of acme/web on any branch, started on a schedule, through the API, by the merge queue or 1 more, ${ALL}`,
  ],
  [
    { environments: ['production', 'staging'] },
    `Jobs of acme/web on any branch, tag or pull request in environment production or staging, ${BY_DEFAULT}, ${ALL}`,
  ],
  [
    {
      refs: ['refs/heads/main'],
      workflows: ['.github/workflows/release.yml'],
      reusableWorkflows: ['acme/workflows/.github/workflows/build.yml@refs/tags/v3'],
    },
    `Jobs of acme/web on branch main, ${BY_DEFAULT}, from workflow release.yml, inside the reusable workflow acme/workflows/.github/workflows/build.yml@refs/tags/v3, ${ALL}`,
  ],
  [
    {
      refs: ['refs/heads/main'],
      permissions: ['pull'],
      maxLifetime: 5400,
      expiresAt: 1_800_057_600,
    },
    `Jobs of acme/web on branch main, ${BY_DEFAULT}, may pull for up to 90 minutes, until 2027-01-16.`,
  ],
  [
    { refs: ['refs/heads/main'], permissions: ['pull'], expiresAt: 1_800_057_660 },
    `Jobs of acme/web on branch main, ${BY_DEFAULT}, may pull, until 2027-01-16 00:01 UTC.`,
  ],
  [
    { refs: ['refs/heads/main'], mode: 'audit', permissions: ['build'] },
    `Jobs of acme/web on branch main, ${BY_DEFAULT}, would be allowed to build. Audit mode: nothing is granted.`,
  ],
  [
    { repository: null, permissions: [], refs: ['refs/heads/main'] },
    `Jobs of a repository on branch main, ${BY_DEFAULT}, may do nothing yet.`,
  ],
])('%j is put into words', (written, sentence) => {
  expect(sentenceOf(written)).toBe(sentence);
});

test.each([
  [null, 3600, 'for up to 1 hour.'],
  [7200, 3600, 'for up to 1 hour.'],
  [90, 3600, 'for up to 90 seconds.'],
  [86_400, null, 'for up to 1 day.'],
])('build tokens of %p seconds in an installation of %p live %s', (maxLifetime, longest, end) => {
  expect(sentenceOf({ maxLifetime }, longest)).toMatch(
    new RegExp(`pull ${end.replace('.', '\\.')}$`),
  );
});

test('what somebody has written stands apart from our words', () => {
  const sentence = describeTerms(relationship({ repository: 'acme/may-do-anything' }));
  expect(sentence).toContainEqual({ written: 'acme/may-do-anything' });
});
