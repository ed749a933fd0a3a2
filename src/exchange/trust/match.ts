import type { ProjectPath } from '../../protocol/projects.ts';
import type { Claims } from '../identity/identity.ts';
import { CLAIM_RULES, DEFAULT_EVENTS } from './conditions.ts';
import { sameName } from './glob.ts';
import type { Mode, RelationshipTerms, TrustRelationship } from './relationship.ts';

/** What one claim of a job looked like to one relationship. Never shown to the job. */
export interface ClaimCheck {
  claim: string;
  /** Null: the ID token does not carry it. */
  presented: string | null;
  /** One of these would do; null: any value would. */
  expected: readonly string[] | null;
  /** How many there are, where `expected` has only the first of them. */
  expectedCount?: number;
  ok: boolean;
}

/** How a job fares under one relationship; plain data, fit for an audit event. */
export interface Evaluation {
  relationshipId: string;
  /** Of the relationship, which says what else it expects. Events that are older than this lack it. */
  revision?: number;
  project: ProjectPath;
  mode: Mode;
  /** The repository's name and the pinned ids. */
  identity: readonly ClaimCheck[];
  conditions: readonly ClaimCheck[];
  /** No ids are pinned and the installation requires them. */
  pinsMissing: boolean;
  expired: boolean;
}

/** A relationship and how the job fares under it. */
export interface Judged {
  relationship: TrustRelationship;
  evaluation: Evaluation;
}

export interface MatchOptions {
  /** Seconds since the epoch. */
  now: number;
  /** Refuse relationships without both ids, instead of pinning them at first use. */
  requirePins: boolean;
}

export function evaluate(
  relationship: TrustRelationship,
  claims: Claims,
  { now, requirePins }: MatchOptions,
): Evaluation {
  return {
    relationshipId: relationship.id,
    revision: relationship.revision,
    project: relationship.project,
    mode: relationship.mode,
    identity: checkIdentity(relationship, claims),
    conditions: checkConditions(relationship, claims),
    pinsMissing: requirePins && isUnpinned(relationship),
    expired: relationship.expiresAt !== null && relationship.expiresAt <= now,
  };
}

export function isUnpinned({
  repositoryId,
  repositoryOwnerId,
}: Pick<RelationshipTerms, 'repositoryId' | 'repositoryOwnerId'>): boolean {
  return repositoryId === null || repositoryOwnerId === null;
}

/** Whether this is the repository that the relationship means; nobody else learns that it exists. */
export function isAddressed({ identity }: Evaluation): boolean {
  return identity.every((check) => check.ok);
}

export function isMatch(evaluation: Evaluation): boolean {
  return (
    isAddressed(evaluation) &&
    !evaluation.expired &&
    !evaluation.pinsMissing &&
    failedConditions(evaluation).length === 0
  );
}

export function failedConditions({ conditions }: Evaluation): ClaimCheck[] {
  return conditions.filter((check) => !check.ok);
}

/** A job is further from whatever means another repository than from anything that means its own. */
const OF_ANOTHER_REPOSITORY = 2 * (CLAIM_RULES.length + 2);

/** How far a job is from a grant. What is only being tried out (audit mode) comes after all the rest. */
function distanceOf(evaluation: Evaluation): number {
  return (
    failedConditions(evaluation).length +
    Number(evaluation.expired) +
    Number(evaluation.pinsMissing) +
    (evaluation.mode === 'audit' ? CLAIM_RULES.length + 2 : 0) +
    (isAddressed(evaluation) ? 0 : OF_ANOTHER_REPOSITORY)
  );
}

/**
 * The closest to a grant first; those that are equally close stay in their order. Each is measured once, for
 * there may be a thousand.
 */
export function closestFirst<Item>(
  items: readonly Item[],
  evaluationOf: (item: Item) => Evaluation,
): Item[] {
  return items
    .map((item) => ({ item, distance: distanceOf(evaluationOf(item)) }))
    .toSorted((one, other) => one.distance - other.distance)
    .map(({ item }) => item);
}

/** The job's event is neither named nor one of those that need no naming. */
export function failedOnPrivilegedEvent(evaluation: Evaluation): boolean {
  return failedConditions(evaluation).some(
    ({ claim, presented }) =>
      claim === 'event_name' && presented !== null && !DEFAULT_EVENTS.includes(presented),
  );
}

function checkIdentity(relationship: TrustRelationship, claims: Claims): ClaimCheck[] {
  return [
    check(claims, 'repository', [relationship.repository], sameName),
    checkId(claims, 'repository_id', relationship.repositoryId),
    checkId(claims, 'repository_owner_id', relationship.repositoryOwnerId),
  ];
}

/** An id that is not pinned yet must still be there to be pinned. */
function checkId(claims: Claims, claim: string, pinned: string | null): ClaimCheck {
  return check(claims, claim, pinned === null ? null : [pinned], Object.is);
}

function checkConditions({ conditions }: TrustRelationship, claims: Claims): ClaimCheck[] {
  return CLAIM_RULES.flatMap(({ condition, claim, unset, matches }) => {
    const expected = conditions[condition] ?? unset;
    return expected === null ? [] : [check(claims, claim, expected, matches)];
  });
}

function check(
  claims: Claims,
  claim: string,
  expected: readonly string[] | null,
  matches: (expected: string, presented: string, claims: Claims) => boolean,
): ClaimCheck {
  const presented = claims[claim] ?? null;
  const ok =
    presented !== null &&
    (expected === null || expected.some((wanted) => matches(wanted, presented, claims)));
  return { claim, presented, expected, ok };
}
