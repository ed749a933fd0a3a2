import { type Permission, sortPermissions } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Claims } from '../identity/identity.ts';
import type { Refusal } from '../refusal.ts';
import {
  type Evaluation,
  evaluate,
  isAddressed,
  isMatch,
  isUnpinned,
  type Judged,
  type MatchOptions,
} from './match.ts';
import { refuse } from './refuse.ts';
import type { Grant, TrustRelationship, TrustRequest } from './relationship.ts';

export interface Decision {
  /** One per project; empty if there is a refusal. */
  grants: Grant[];
  /** Ids of the relationships in audit mode that would have granted the request in their project. */
  wouldGrant: string[];
  refusal: Refusal | null;
  /** Whether none of the relationships means this very repository. */
  isStranger: boolean;
  /** Every relationship of the projects in question, for the audit event. */
  evaluations: Evaluation[];
}

/**
 * What a verified job gets. Each project's grant comes from exactly one relationship; every project
 * that is asked for is granted, or nothing is. The order of `relationships` makes no difference.
 */
export function decide(
  claims: Claims,
  relationships: readonly TrustRelationship[],
  request: TrustRequest,
  options: MatchOptions,
): Decision {
  const judge = (relationship: TrustRelationship): Judged => ({
    relationship,
    evaluation: evaluate(relationship, claims, options),
  });
  const preferred = relationships.toSorted(byPreference);
  const inQuestion = preferred.filter(({ project }) => asksFor(request, project)).map(judge);
  const able = inQuestion.filter((candidate) => canGrant(candidate, request.permissions));
  const best = bestPerProject(able);
  const missing = request.projects?.find((project) => !best.has(project));
  const refused = missing !== undefined || best.size === 0;
  const evaluations = inQuestion.map(({ evaluation }) => evaluation);
  // Only for a refusal: others may name this repository as often as they like, to slow it down.
  const others = () => preferred.filter(({ project }) => !asksFor(request, project)).map(judge);
  const known = refused ? [...inQuestion, ...others()].filter(isKnown) : [];
  return {
    grants: refused ? [] : [...best.values()].map((chosen) => grantOf(chosen, claims, request)),
    wouldGrant: able.filter(isAudit).map(({ relationship }) => relationship.id),
    refusal: refused ? refuse(known, missing, request, evaluations) : null,
    isStranger: refused && known.length === 0,
    evaluations,
  };
}

function asksFor({ projects }: TrustRequest, project: ProjectPath): boolean {
  return projects === null || projects.includes(project);
}

function isKnown({ evaluation }: Judged): boolean {
  return isAddressed(evaluation);
}

function isAudit({ relationship }: Judged): boolean {
  return relationship.mode === 'audit';
}

function canGrant(
  { relationship, evaluation }: Judged,
  permissions: readonly Permission[] | null,
): boolean {
  const covers = permissions?.every((wanted) => relationship.permissions.includes(wanted)) ?? true;
  return covers && isMatch(evaluation);
}

/** `able` comes in order of preference: the first of each project wins. */
function bestPerProject(able: readonly Judged[]): Map<ProjectPath, TrustRelationship> {
  const best = new Map<ProjectPath, TrustRelationship>();
  for (const { relationship } of able.filter((candidate) => !isAudit(candidate)))
    if (!best.has(relationship.project)) best.set(relationship.project, relationship);
  return new Map([...best].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function grantOf(
  relationship: TrustRelationship,
  claims: Claims,
  { permissions }: TrustRequest,
): Grant {
  return {
    projectId: relationship.projectId,
    organizationId: relationship.organizationId,
    project: relationship.project,
    relationshipId: relationship.id,
    revision: relationship.revision,
    generation: relationship.generation,
    permissions: sortPermissions(permissions ?? relationship.permissions),
    maxLifetime: relationship.maxLifetime,
    ids: idsOf(claims),
    pins: isUnpinned(relationship),
  };
}

/** Both are there: `evaluate` fails every relationship for a job that does not carry them. */
function idsOf(claims: Claims): Grant['ids'] {
  const { repository_id: repositoryId, repository_owner_id: repositoryOwnerId } = claims;
  if (repositoryId === undefined || repositoryOwnerId === undefined)
    throw new Error('a job without numeric ids matched a trust relationship');
  return { repositoryId, repositoryOwnerId };
}

/**
 * Which of several relationships that all cover a request serves it: most permissions first, then
 * the longest lifetime, then the oldest. A total order, so that a decision never depends on the
 * order in which a database returned its rows.
 */
function byPreference(one: TrustRelationship, other: TrustRelationship): number {
  return (
    new Set(other.permissions).size - new Set(one.permissions).size ||
    compare(longest(other), longest(one)) ||
    one.createdAt - other.createdAt ||
    compare(one.id, other.id)
  );
}

/** No maximum of its own means the server's, which no relationship can exceed. */
function longest({ maxLifetime }: TrustRelationship): number {
  return maxLifetime ?? Number.POSITIVE_INFINITY;
}

function compare<Value extends number | string>(one: Value, other: Value): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
