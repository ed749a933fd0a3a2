import type { Selectable } from 'kysely';
import type { AuditEvent } from '../audit/event.ts';
import type { Grant } from '../trust/grant.ts';
import { toJson } from './columns.ts';
import type { CommitOutcome, ExchangeRecord } from './port.ts';
import { type AuditEventRow, auditEventRow } from './queries/audit-events.ts';
import type { Database } from './schema.ts';

type Row<Table extends keyof Database> = Selectable<Database[Table]>;

/**
 * What is written often enough to share commits, as the rows that it becomes. Made when it is asked
 * for: what cannot be written as JSON fails there, not in a batch among others.
 */
export type Write =
  | {
      kind: 'exchange';
      replay: Row<'replays'>;
      token: Row<'tokens'>;
      grants: readonly GrantWrite[];
      event: AuditEventRow;
    }
  | { kind: 'revocation'; hash: Uint8Array; at: number; event: AuditEventRow }
  | { kind: 'event'; event: AuditEventRow };

export type ExchangeWrite = Extract<Write, { kind: 'exchange' }>;

export interface GrantWrite {
  row: Row<'token_grants'> & { relationship_id: string };
  /** Of the relationship when it was read. */
  revision: number;
  ids: Grant['ids'];
  pins: boolean;
}

/** `unchanged`: there was nothing left to revoke, and nothing was written. */
export type WriteOutcome = CommitOutcome | 'unchanged';

export function exchangeWrite({ replay, token, grants, event }: ExchangeRecord): ExchangeWrite {
  return {
    kind: 'exchange',
    replay: { issuer: replay.issuer, jti: replay.jti, keep_until: replay.keepUntil },
    token: {
      id: token.id,
      kind: 'build',
      hash: token.hash,
      issuer: replay.issuer,
      run_id: token.runId,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      revoked_at: null,
    },
    grants: grants.map((grant) => grantWrite(token.id, grant)),
    event: auditEventRow(event),
  };
}

function grantWrite(
  tokenId: string,
  { projectId, relationshipId, revision, permissions, ids, pins }: Grant,
): GrantWrite {
  return {
    row: {
      token_id: tokenId,
      project_id: projectId,
      relationship_id: relationshipId,
      permissions: toJson(permissions),
    },
    revision,
    ids,
    pins,
  };
}

export function revocationWrite(hash: Uint8Array, at: number, event: AuditEvent): Write {
  return { kind: 'revocation', hash, at, event: auditEventRow(event) };
}

export function eventWrite(event: AuditEvent): Write {
  return { kind: 'event', event: auditEventRow(event) };
}
