import type { ProjectPath } from '../../protocol/projects.ts';
import type { Reason } from '../../protocol/reasons.ts';
import { Refusal } from '../refusal.ts';
import { CLAIM_RULES } from './conditions.ts';
import {
  type ClaimCheck,
  closestFirst,
  type Evaluation,
  failedConditions,
  failedOnPrivilegedEvent,
  type Judged,
} from './match.ts';
import type { TrustRequest } from './relationship.ts';

interface Explanation {
  reason: Reason;
  message: string;
  claims?: readonly string[];
}

/**
 * The most helpful thing that this job may be told. `known` holds the relationships that mean this
 * very repository, in order of preference: if a name was re-registered and its pinned ids differ,
 * the newcomer hears the same as a repository that nobody ever named.
 */
export function refuse(
  known: readonly Judged[],
  missing: ProjectPath | undefined,
  request: TrustRequest,
  evaluations: readonly Evaluation[],
): Refusal {
  const { reason, message, claims } = explain(known, missing, request);
  return new Refusal(reason, message, { claims, ...recorded(evaluations) });
}

/**
 * For a job whose repository is trusted by other projects only. They are not read for it: others may have
 * named its repository as often as they like.
 */
export function refuseProject(project: ProjectPath, evaluations: readonly Evaluation[]): Refusal {
  const { reason, message } = projectNotGranted(project);
  return new Refusal(reason, message, recorded(evaluations));
}

function recorded(all: readonly Evaluation[]) {
  const { evaluations, omitted } = keptEvaluations(all);
  return { detail: evaluations, ...(omitted.length > 0 && { omitted }) };
}

function explain(
  known: readonly Judged[],
  missing: ProjectPath | undefined,
  request: TrustRequest,
): Explanation {
  if (known.length === 0) return noTrustRelationship(request);
  const candidates = known.filter(
    ({ relationship }) => missing === undefined || relationship.project === missing,
  );
  const [closest] = closestFirst(candidates, ({ evaluation }) => evaluation);
  if (!closest) return projectNotGranted(missing);
  // Only a job that named the project hears its name.
  const project = missing === undefined ? 'A project' : `Project ${missing}`;
  return (
    privilegedEvent(closest) ??
    conditionFailed(closest, project) ??
    pinsMissing(closest, project) ??
    expired(closest, project) ??
    auditMode(closest, project) ??
    permissionNotGranted(closest, project, request)
  );
}

function noTrustRelationship({ projects }: TrustRequest): Explanation {
  return {
    reason: 'no_trust_relationship',
    message: projects
      ? `This job asked for ${shown(projects)}, and no such project trusts its repository; check the name, or ask an administrator of it to add a trust relationship with the repository's numeric ids.`
      : 'No project trusts this repository; ask an administrator of the project to add a trust relationship for it, with its numeric ids.',
  };
}

/** A job may name a hundred. */
const MOST_SHOWN = 5;

function shown(projects: readonly ProjectPath[]): string {
  const others = projects.length - MOST_SHOWN;
  return list([...projects.slice(0, MOST_SHOWN), ...(others > 0 ? [`${others} more`] : [])]);
}

/** The same for a project that does not exist, so that names cannot be probed. */
function projectNotGranted(project: ProjectPath | undefined): Explanation {
  return {
    reason: 'project_not_granted',
    message: `Project ${project} does not trust this repository, though another one does; check the project's name, or ask its administrator to add a trust relationship.`,
  };
}

function privilegedEvent({ evaluation }: Judged): Explanation | undefined {
  if (!failedOnPrivilegedEvent(evaluation)) return undefined;
  const failed = failedConditions(evaluation);
  const event = failed.find(({ claim }) => claim === 'event_name')?.presented;
  return {
    reason: 'privileged_event',
    message: `The event ${event} started this job, and it is refused unless a trust relationship names it; start the job by another event, or ask an administrator of the project to allow this one.`,
    claims: namesOf(failed),
  };
}

function conditionFailed({ evaluation }: Judged, project: string): Explanation | undefined {
  const failed = failedConditions(evaluation);
  if (failed.length === 0) return undefined;
  return {
    reason: 'condition_failed',
    message: `${project} trusts this repository, but not this job: ${list(failed.map(clause))}; run it where the conditions hold, or ask an administrator of the project to look up the reference.`,
    claims: namesOf(failed),
  };
}

function pinsMissing({ evaluation }: Judged, project: string): Explanation | undefined {
  if (!evaluation.pinsMissing) return undefined;
  return {
    reason: 'condition_failed',
    message: `${project} trusts this repository by name only, and this installation requires numeric ids; ask an administrator to add repository_id and repository_owner_id to the trust relationship.`,
    claims: ['repository_id', 'repository_owner_id'],
  };
}

function expired({ evaluation }: Judged, project: string): Explanation | undefined {
  if (!evaluation.expired) return undefined;
  return {
    reason: 'no_trust_relationship',
    message: `${project} trusted this repository until the trust relationship expired; ask an administrator of the project to renew it.`,
  };
}

function auditMode({ relationship }: Judged, project: string): Explanation | undefined {
  if (relationship.mode !== 'audit') return undefined;
  return {
    reason: 'no_trust_relationship',
    message: `${project} only tries out its trust relationship for this job (audit mode), which grants nothing; ask an administrator of the project to set it to enforce.`,
  };
}

function permissionNotGranted(
  { relationship }: Judged,
  project: string,
  { permissions }: TrustRequest,
): Explanation {
  const granted = relationship.permissions;
  const beyond = new Set(permissions?.filter((wanted) => !granted.includes(wanted)));
  return {
    reason: 'permission_not_granted',
    message: `${project} does not grant this job ${list([...beyond])}, only ${list(granted)}; ask for less, or ask an administrator of the project to grant more.`,
  };
}

function namesOf(failed: readonly ClaimCheck[]): string[] {
  return failed.map(({ claim }) => claim);
}

function clause({ claim, presented }: ClaimCheck): string {
  // GitHub sends an empty `base_ref` where there is none.
  if (presented) return `its ${claim} is not among those that are allowed`;
  return CLAIM_RULES.find((rule) => rule.claim === claim)?.absent ?? `it has no ${claim}`;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Of all evaluations of one event; of those that are kept, only the first may be longer. */
const MAX_BYTES = 6 * 1024;

/** Of what one claim was expected to be; the events that need no naming fit in. */
const MAX_EXPECTED = 10;
const MAX_EXPECTED_LENGTH = 256;

/** Characters of one text. */
const MAX_LENGTH = 200;

/** How many evaluations of a project are left out. */
export interface Omitted {
  project: ProjectPath;
  count: number;
}

export interface KeptEvaluations {
  evaluations: Evaluation[];
  omitted: Omitted[];
}

/**
 * What an audit event keeps: the relationships that were closest to a grant, each with the beginning of what
 * it expects. All of it would be as much as administrators have written, for each job that is refused; it is
 * still to be had under the id and the revision of the relationship.
 */
export function keptEvaluations(all: readonly Evaluation[]): KeptEvaluations {
  const closest = closestFirst(all, (evaluation) => evaluation);
  const evaluations: Evaluation[] = [];
  let bytes = 0;
  for (const evaluation of closest) {
    const shortened = shorten(evaluation);
    bytes += Buffer.byteLength(JSON.stringify(shortened));
    if (bytes > MAX_BYTES && evaluations.length > 0) break;
    evaluations.push(shortened);
  }
  const left = Map.groupBy(closest.slice(evaluations.length), ({ project }) => project);
  return {
    evaluations,
    omitted: [...left].map(([project, { length: count }]) => ({ project, count })),
  };
}

function shorten(evaluation: Evaluation): Evaluation {
  return {
    ...evaluation,
    identity: evaluation.identity.map(shortenCheck),
    conditions: evaluation.conditions.map(shortenCheck),
  };
}

function shortenCheck({ presented, expected, ...check }: ClaimCheck): ClaimCheck {
  const some = expected && firstOf(expected);
  return {
    ...check,
    presented: presented && cut(presented),
    expected: some,
    ...(expected && some && some.length < expected.length && { expectedCount: expected.length }),
  };
}

/** One at least. */
function firstOf(expected: readonly string[]): string[] {
  const some: string[] = [];
  let length = 0;
  for (const text of expected.slice(0, MAX_EXPECTED).map(cut)) {
    length += text.length;
    if (length > MAX_EXPECTED_LENGTH && some.length > 0) break;
    some.push(text);
  }
  return some;
}

function cut(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1).toWellFormed()}…` : text;
}
