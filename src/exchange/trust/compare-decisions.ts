import type { ProjectPath } from '../../protocol/projects.ts';
import type { Claims } from '../identity/identity.ts';
import { decide } from './decide.ts';
import { evaluate, isMatch, type MatchOptions } from './match.ts';
import type { Grant, TrustRelationship, TrustRequest } from './relationship.ts';

/**
 * What a change of trust relationships does to one job: it is admitted, or refused, or granted other
 * permissions or another lifetime; or it is still refused, but a relationship in audit mode would admit it.
 */
export const DECISION_CHANGES = ['refused', 'admitted', 'other_grant', 'audit_only'] as const;

export type DecisionChange = (typeof DECISION_CHANGES)[number];

/** The trust relationships that have a say in a job, without a change and with it. */
export interface Rules {
  before: readonly TrustRelationship[];
  after: readonly TrustRelationship[];
  /** Those that are in one of the lists only. */
  differing: readonly TrustRelationship[];
}

interface Job {
  claims: Claims;
  request: TrustRequest;
}

export interface CompareOptions extends MatchOptions {
  /** Seconds: no grant lasts longer. */
  maxLifetime: number;
}

export interface Compared {
  change: DecisionChange;
  before: ProjectDecision;
  after: ProjectDecision;
}

/** What a job gets in one project. */
export interface ProjectDecision {
  grant: Grant | null;
  /** Why there is none. */
  reason: string | null;
  /** Relationships of the project in audit mode that would have granted. */
  wouldGrant: readonly string[];
}

/** Undefined if the job gets in this project what it would get without the change. */
export function compareDecisions(
  project: ProjectPath,
  { claims, request }: Job,
  { before, after, differing }: Rules,
  options: CompareOptions,
): Compared | undefined {
  // What does not match the job has no part in its grant, and most changes concern few jobs.
  if (!differing.some((one) => isMatch(evaluate(one, claims, options)))) return undefined;
  const decided = (relationships: readonly TrustRelationship[]) =>
    decisionIn(project, { claims, request }, relationships, options);
  const [was, is] = [decided(before), decided(after)];
  const change = changeBetween(was, is, options);
  return change && { change, before: was, after: is };
}

function decisionIn(
  project: ProjectPath,
  { claims, request }: Job,
  relationships: readonly TrustRelationship[],
  options: MatchOptions,
): ProjectDecision {
  const { grants, refusal, wouldGrant } = decide(claims, relationships, request, options);
  const own = new Set(relationships.filter((one) => one.project === project).map(({ id }) => id));
  return {
    grant: grants.find((one) => one.project === project) ?? null,
    reason: refusal?.reason ?? null,
    wouldGrant: wouldGrant.filter((id) => own.has(id)),
  };
}

function changeBetween(
  { grant: was, wouldGrant: triedBefore }: ProjectDecision,
  { grant: is, wouldGrant: tried }: ProjectDecision,
  { maxLifetime }: CompareOptions,
): DecisionChange | undefined {
  if (was && is) return isSameGrant(was, is, maxLifetime) ? undefined : 'other_grant';
  if (was) return 'refused';
  if (is) return 'admitted';
  return tried.length > 0 && triedBefore.length === 0 ? 'audit_only' : undefined;
}

function isSameGrant(one: Grant, other: Grant, maxLifetime: number): boolean {
  const lifetime = (grant: Grant) => Math.min(grant.maxLifetime ?? maxLifetime, maxLifetime);
  return lifetime(one) === lifetime(other) && one.permissions.join() === other.permissions.join();
}
