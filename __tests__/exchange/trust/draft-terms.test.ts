import { expect, test } from '@jest/globals';
import { dangersOf } from '../../../src/exchange/trust/danger.ts';
import { decide } from '../../../src/exchange/trust/decide.ts';
import { draftTerms } from '../../../src/exchange/trust/draft-terms.ts';
import { jobClaims, NOW, relationship } from './examples.ts';

type Changes = Record<string, string | undefined>;

const PULL_REQUEST: Changes = {
  ref: 'refs/pull/42/merge',
  base_ref: 'main',
  event_name: 'pull_request',
  workflow_ref: 'acme/web/.github/workflows/release.yml@refs/pull/42/merge',
  job_workflow_ref: 'acme/web/.github/workflows/release.yml@refs/pull/42/merge',
};

const DEPLOYMENT: Changes = {
  environment: 'production',
  job_workflow_ref: 'acme/workflows/.github/workflows/build.yml@refs/tags/v3',
};

function isAdmitted(drafted: Changes, job: Changes): boolean {
  const terms = draftTerms(jobClaims(drafted));
  if (!terms) throw new Error('there is no draft');
  const request = { projects: null, permissions: null };
  const options = { now: NOW, requirePins: true };
  const { refusal } = decide(jobClaims(job), [relationship({ ...terms })], request, options);
  return refusal === null;
}

test.each([
  ['a push', {}],
  ['a push whose token has an empty base_ref', { base_ref: '' }],
  ['a pull request', PULL_REQUEST],
  ['a deployment through a reusable workflow', DEPLOYMENT],
  ['a comment', { event_name: 'issue_comment' }],
  ['a job without a workflow file', { workflow_ref: 'acme/web/dynamic/pages@refs/heads/main' }],
])('the draft for %s admits it', (_, job) => {
  expect(isAdmitted(job, job)).toBe(true);
});

test.each<[string, Changes, Changes]>([
  ['another branch', {}, { ref: 'refs/heads/main2' }],
  ['another event', {}, { event_name: 'workflow_dispatch' }],
  ['another workflow', {}, { workflow_ref: 'acme/web/.github/workflows/x.yml@refs/heads/main' }],
  ['another repository of the name', {}, { repository_id: '1' }],
  ['another owner of the name', {}, { repository_owner_id: '1' }],
  ['another pull request', PULL_REQUEST, { ...PULL_REQUEST, ref: 'refs/pull/43/merge' }],
  ['another base branch', PULL_REQUEST, { ...PULL_REQUEST, base_ref: 'release' }],
  ['no environment', DEPLOYMENT, { ...DEPLOYMENT, environment: undefined }],
  ['another environment', DEPLOYMENT, { ...DEPLOYMENT, environment: 'staging' }],
  [
    'another version of the reusable workflow',
    DEPLOYMENT,
    { ...DEPLOYMENT, job_workflow_ref: 'acme/workflows/.github/workflows/build.yml@refs/tags/v4' },
  ],
])('a draft does not admit the neighbour with %s', (_, drafted, neighbour) => {
  expect(isAdmitted(drafted, neighbour)).toBe(false);
});

test.each([
  ['a push', {}],
  ['a pull request', PULL_REQUEST],
  ['a deployment', DEPLOYMENT],
])('the draft for %s is without danger', (_, job) => {
  const terms = draftTerms(jobClaims(job));
  expect(terms && dangersOf(terms, { requirePins: true })).toEqual([]);
});

test.each(['repository', 'repository_id', 'repository_owner_id', 'event_name'])(
  'claims without %s make no draft',
  (claim) => {
    expect(draftTerms(jobClaims({ [claim]: undefined }))).toBeNull();
  },
);

test.each([
  [null, {}, ['build', 'push', 'pull']],
  [null, PULL_REQUEST, ['build', 'pull']],
  [['pull' as const, 'build' as const], {}, ['build', 'pull']],
])('a job that asked for %j may have it', (asked, job, permissions) => {
  expect(draftTerms(jobClaims(job), asked)?.permissions).toEqual(permissions);
});
