import type { Claims } from '../identity/identity.ts';
import type { TrustRequest } from '../trust/relationship.ts';
import { mayBeCut, mayBeCutClaims } from './cut-event.ts';
import { type AuditEvent, askedOf } from './event.ts';

/** A job as the event of its exchange recorded it, with all that a decision on it looks at. */
export interface RecordedJob {
  /** URL. */
  issuer: string;
  claims: Claims;
  /** As far as the reader of the event may know: without projects of others. */
  request: TrustRequest;
}

/**
 * Undefined if the event keeps too little of the job for another decision: what a refused request sent may
 * have been cut, and events that are older than `asked` do not tell which permissions were refused. A token
 * that was replayed is no other job.
 */
export function recordedJobOf(event: AuditEvent): RecordedJob | undefined {
  const { issuer, claims, decision, reason } = event;
  if (!issuer || !claims || reason === 'replayed') return undefined;
  if (decision === 'refused' && (mayBeCut(event) || mayBeCutClaims(claims))) return undefined;
  const request = requestOf(event);
  return request && { issuer, claims, request };
}

function requestOf(event: AuditEvent): TrustRequest | undefined {
  const asked = askedOf(event);
  if (!asked && event.reason === 'permission_not_granted') return undefined;
  const { named_projects: isNamed = true, permissions = null } = asked ?? {};
  if (!isNamed) return { projects: null, permissions };
  return event.projects.length > 0 ? { projects: event.projects, permissions } : undefined;
}
