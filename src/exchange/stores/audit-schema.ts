import type { Generated } from 'kysely';
import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Reason } from '../../protocol/reasons.ts';
import type { AuditDecision, AuditScope } from '../audit/event.ts';
import type { Claims } from '../identity/identity.ts';
import type { Json } from './columns.ts';

export interface AuditEventTable {
  /** Order of insertion. */
  seq: Generated<number>;
  id: string;
  /** ISO 8601 with milliseconds, UTC. */
  time: string;
  action: string;
  decision: AuditDecision;
  reason: Reason | null;
  actor: string | null;
  issuer: string | null;
  claims: Json<Claims> | null;
  scopes: Json<readonly AuditScope[]>;
  projects: Json<readonly ProjectPath[]>;
  permissions: Json<readonly Permission[]>;
  relationships: Json<readonly string[]>;
  would_grant: Json<readonly string[]>;
  token_hash_prefix: string | null;
  client_address: string | null;
  detail: Json<unknown>;
  /** From the claims, to search by; `repositoryKey` has folded it. */
  repository_key: string | null;
  run_id: string | null;
}

/** The scopes of the events, to search by. */
export interface AuditEventScopeTable {
  organization_id: string;
  seq: number;
  /** Empty if the event is about the organization itself. */
  project_id: string;
  /** These three as in the event. */
  decision: AuditDecision;
  repository_key: string | null;
  run_id: string | null;
}

/** Written by a trigger. */
export interface AuditHourTable {
  /** How the times of its events begin: `2027-01-31T18`. */
  hour: string;
  /** Of its events no other has a smaller or a larger `seq`; some between them may be of other hours. */
  first_seq: number;
  last_seq: number;
}

/** One row, once events have been removed. */
export interface AuditRetentionTable {
  id: 1;
  /** As `time` of the events: all before it were removed, or are being removed. */
  removed_before: string;
}
