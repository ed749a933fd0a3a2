import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Reason } from '../../protocol/reasons.ts';
import type { TokenKind } from '../../protocol/token-kinds.ts';
import type { Claims } from '../identity/identity.ts';

export const AUDIT_DECISIONS = ['granted', 'refused', 'revoked', 'changed'] as const;

export type AuditDecision = (typeof AUDIT_DECISIONS)[number];

/** Whose admins may read an event: the ids stay what they are when names change hands. */
export interface AuditScope {
  organizationId: string;
  /** Null: it is about the organization itself. */
  projectId: string | null;
  /** Path of the project at that time: which of `projects`, and of the evaluations, they may see. */
  project?: ProjectPath;
  /** Which of `relationships` and `wouldGrant` are the project's. */
  relationships?: readonly string[];
}

/** One record for every exchange, refusal, revocation and administrative change. Append-only. */
export interface AuditEvent {
  /** UUID version 7; the `reference` that the caller is told. */
  id: string;
  /** ISO 8601 with milliseconds, UTC. */
  time: string;
  /** What was asked for: `exchange`, `revoke`, or for changes a verb such as `project.create`. */
  action: string;
  decision: AuditDecision;
  reason: Reason | null;
  /** Who did it, where claims do not say: `operator` for the command line. */
  actor: string | null;
  /** URL of the issuer, once its signature holds. */
  issuer: string | null;
  /** Verified claims; null when nothing was verified. */
  claims: Claims | null;
  /** Empty: only operators may read it. */
  scopes: readonly AuditScope[];
  projects: readonly ProjectPath[];
  permissions: readonly Permission[];
  relationships: readonly string[];
  /** Relationships in audit mode that would have granted. */
  wouldGrant: readonly string[];
  /** First 12 hexadecimal digits of the token's SHA-256. */
  tokenHashPrefix: string | null;
  clientAddress: string | null;
  /** Claim by claim what was presented and expected, before and after of a change, or a cause. */
  detail: unknown;
}

/** A token of ours that was shown and refused. */
export interface RefusedToken {
  kind: TokenKind;
  id: string;
  /** Whether it opens projects of organizations that do not read the event as well. */
  elsewhere: boolean;
}

/** Undefined if the event tells of something else than the refusal of a token of ours. */
export function refusedTokenOf({ decision, detail }: AuditEvent): RefusedToken | undefined {
  const { token } = (detail ?? {}) as { token?: RefusedToken };
  return decision === 'refused' ? token : undefined;
}

/** What a job asked for with its ID token, in the event's detail. */
export interface AskedFor {
  /** Whether it named projects; if not, it asked for all that trust it. */
  named_projects: boolean;
  /** Null: all that it can have. */
  permissions: readonly Permission[] | null;
}

/** Undefined of any other event, and of those that are older than this member. */
export function askedOf({ detail }: AuditEvent): AskedFor | undefined {
  return ((detail ?? {}) as { asked?: AskedFor }).asked;
}

/** Which workflow run the event is about: the job's, or the one that was revoked. */
export function runIdOf({ action, claims, detail }: AuditEvent): string | null {
  if (action !== 'run.revoke') return claims?.run_id ?? null;
  const { after } = detail as { after: { run_id: string } };
  return after.run_id;
}
