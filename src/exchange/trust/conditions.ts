import type { Claims } from '../identity/identity.ts';
import { matchesGlob } from './glob.ts';
import { foldCase, sameName } from './names.ts';
import type { Conditions } from './relationship.ts';
import { parseWorkflowRef, splitWorkflowRef } from './workflow-ref.ts';

/**
 * Events that run code of the repository itself, on behalf of someone who may write to it. Any other
 * must be named: `pull_request_target`, `workflow_run` and comment events run with the repository's
 * identity though a stranger may have started them.
 */
export const DEFAULT_EVENTS: readonly string[] = [
  'push',
  'release',
  'schedule',
  'workflow_dispatch',
  'repository_dispatch',
  'merge_group',
  'pull_request',
];

/** How one condition looks at one claim. */
export interface ClaimRule {
  condition: keyof Conditions;
  claim: string;
  /** What holds while the condition is not set; null: the claim is not looked at. */
  unset: readonly string[] | null;
  matches: (expected: string, presented: string, claims: Claims) => boolean;
  /** What it means that the claim is not there, as a clause about the job. */
  absent: string;
}

/**
 * Every claim that decides besides the repository and its ids; to be reviewed against
 * https://docs.github.com/en/actions/reference/security/oidc. `sub` is knowingly ignored: it is a
 * template that organizations replace, and its shape changed in 2026.
 */
export const CLAIM_RULES: readonly ClaimRule[] = [
  {
    condition: 'refs',
    claim: 'ref',
    unset: null,
    matches: matchesGlob,
    absent: 'it runs on no git ref',
  },
  {
    condition: 'baseRefs',
    claim: 'base_ref',
    unset: null,
    matches: matchesGlob,
    absent: 'it belongs to no pull request',
  },
  {
    condition: 'environments',
    claim: 'environment',
    unset: null,
    matches: sameName,
    absent: 'it names no environment',
  },
  {
    condition: 'events',
    claim: 'event_name',
    unset: DEFAULT_EVENTS,
    matches: (expected, presented) => expected === presented,
    absent: 'its ID token does not say which event started it',
  },
  {
    condition: 'workflows',
    claim: 'workflow_ref',
    unset: null,
    matches: matchesCallingWorkflow,
    absent: 'its ID token does not say which workflow it belongs to',
  },
  {
    condition: 'reusableWorkflows',
    claim: 'job_workflow_ref',
    unset: null,
    matches: (expected, presented) => matchesReusableWorkflow(expected, presented),
    absent: 'it does not run in a reusable workflow',
  },
];

/** A workflow file counts only in the trusted repository: the same path exists in many others. */
function matchesCallingWorkflow(expected: string, presented: string, claims: Claims): boolean {
  const workflow = parseWorkflowRef(presented);
  return (
    workflow !== undefined &&
    claims.repository !== undefined &&
    sameName(workflow.repository, claims.repository) &&
    matchesGlob(expected, workflow.path)
  );
}

/** Part by part, so that a wildcard in the path cannot reach over the `@` into the ref. */
function matchesReusableWorkflow(expected: string, presented: string): boolean {
  const pattern = splitWorkflowRef(expected);
  const workflow = parseWorkflowRef(presented);
  return (
    pattern !== undefined &&
    workflow !== undefined &&
    matchesGlob(foldCase(pattern.repository), foldCase(workflow.repository)) &&
    matchesGlob(pattern.path, workflow.path) &&
    matchesGlob(pattern.ref, workflow.ref)
  );
}
