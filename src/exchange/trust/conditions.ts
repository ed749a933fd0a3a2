import type { Claims } from '../identity/identity.ts';
import { foldCase, matchesGlob, sameName } from './glob.ts';
import type { Conditions } from './relationship.ts';

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

/** `owner/name/path@ref`: how GitHub names one version of a workflow file. */
export interface WorkflowRef {
  /** `owner/name`. */
  repository: string;
  /** `.github/workflows/release.yml`. */
  path: string;
  /** `refs/heads/main`, or the commit's hash. */
  ref: string;
}

const REF = /^(?:refs\/.+|[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The parts of a `workflow_ref` or `job_workflow_ref` claim; undefined if it has another shape.
 *
 * A file may be called `release.yml@x.yml`, and a branch `a@b`: the first `@` ends the path, and
 * what follows must be a ref, so the former reads as no workflow at all rather than as `release.yml`.
 */
export function parseWorkflowRef(claim: string): WorkflowRef | undefined {
  const parts = splitWorkflowRef(claim);
  return parts && REF.test(parts.ref) ? parts : undefined;
}

/** The same cut for a pattern, each part of which is a glob. */
export function splitWorkflowRef(text: string): WorkflowRef | undefined {
  const at = text.indexOf('@');
  if (at < 0) return undefined;
  const [owner, name, ...path] = text.slice(0, at).split('/');
  if (!owner || !name || path.length === 0) return undefined;
  return { repository: `${owner}/${name}`, path: path.join('/'), ref: text.slice(at + 1) };
}
