/**
 * What GitHub's ID tokens can show of a job, to be reviewed against
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows: which
 * events there are, and on what kinds of refs their jobs run.
 */

import { globsMeet } from './glob-meeting.ts';

/** Shapes of the claim `ref`, as globs. */
const BRANCH = 'refs/heads/**';
const TAG = 'refs/tags/**';
const PULL_REQUEST = 'refs/pull/*/merge';
const QUEUE = 'refs/heads/gh-readonly-queue/**';

/** Of refs that are made for one release, pull request or merge, and do not come again. */
export const PASSING_REFS: readonly string[] = [TAG, PULL_REQUEST, QUEUE];

export const REF_SHAPES: readonly string[] = [BRANCH, TAG, PULL_REQUEST];

/** Most run on the default branch. A pull request that is closed shows its base branch. */
const REFS_OF_EVENTS: Readonly<Record<string, readonly string[]>> = {
  branch_protection_rule: [BRANCH],
  check_run: [BRANCH],
  check_suite: [BRANCH],
  create: [BRANCH, TAG],
  delete: [BRANCH],
  deployment: [BRANCH, TAG],
  deployment_status: [BRANCH, TAG],
  discussion: [BRANCH],
  discussion_comment: [BRANCH],
  dynamic: REF_SHAPES,
  fork: [BRANCH],
  gollum: [BRANCH],
  image_version: [BRANCH],
  issue_comment: [BRANCH],
  issues: [BRANCH],
  label: [BRANCH],
  merge_group: [QUEUE],
  milestone: [BRANCH],
  page_build: [BRANCH],
  project: [BRANCH],
  project_card: [BRANCH],
  project_column: [BRANCH],
  public: [BRANCH],
  pull_request: [PULL_REQUEST, BRANCH],
  pull_request_review: [PULL_REQUEST, BRANCH],
  pull_request_review_comment: [PULL_REQUEST, BRANCH],
  pull_request_target: [BRANCH],
  push: [BRANCH, TAG],
  registry_package: [BRANCH, TAG],
  release: [TAG],
  repository_dispatch: [BRANCH],
  schedule: [BRANCH],
  status: [BRANCH],
  watch: [BRANCH],
  workflow_dispatch: [BRANCH, TAG],
  workflow_run: [BRANCH],
};

export const KNOWN_EVENTS: readonly string[] = Object.keys(REFS_OF_EVENTS);

/** Of an event that GitHub made later: any. */
export function refsOfEvent(event: string): readonly string[] {
  return REFS_OF_EVENTS[event] ?? REF_SHAPES;
}

/**
 * Whether jobs that an event starts may show a ref that one of the patterns matches. The patterns are looked
 * at once for all events, because there may be a hundred of both.
 */
export function showingOne(patterns: readonly string[]): (event: string) => boolean {
  const shown = [...REF_SHAPES, QUEUE].filter((shape) =>
    patterns.some((pattern) => globsMeet(pattern, shape)),
  );
  return (event) => refsOfEvent(event).some((shape) => shown.includes(shape));
}

/** Whether its jobs may belong to a pull request, and so carry `base_ref`. */
export function hasBaseRef(event: string): boolean {
  return event.startsWith('pull_request') || !KNOWN_EVENTS.includes(event);
}
