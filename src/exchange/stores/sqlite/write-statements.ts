import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { AuditEvent } from '../../audit/event.ts';
import type { Grant } from '../../trust/grant.ts';
import { toJson } from '../columns.ts';
import type { CommitOutcome, ExchangeRecord } from '../port.ts';
import { auditEventRow } from '../queries/audit-events.ts';
import type { Write, WriteOutcome } from '../writes.ts';

/** `last_used_at` is written at most this often, in seconds. */
const LAST_USED_PRECISION = 60;

/**
 * The hot path in plain SQL. Each write looks before it writes: the transaction around it holds the
 * only write lock, so what it has seen stays true.
 */
export function prepareWrites(database: DatabaseSync): (write: Write) => WriteOutcome {
  const appendEvent = prepareEvent(database);
  const exchange = prepareExchange(database, appendEvent);
  const revoke = prepareRevocation(database);
  return (write) => {
    if (write.kind === 'exchange') return exchange(write.record);
    if (write.kind === 'revocation' && !revoke(write.hash, write.at)) return 'unchanged';
    appendEvent(write.event);
    return 'committed';
  };
}

function prepareExchange(database: DatabaseSync, appendEvent: (event: AuditEvent) => void) {
  const relationshipStands = prepareRelationshipCheck(database);
  const burn = database.prepare(
    'insert into replays (issuer_id, jti, keep_until) values (?, ?, ?) on conflict do nothing',
  );
  const insertToken = database.prepare(
    `insert into tokens (id, kind, hash, issuer_id, run_id, created_at, expires_at)
     values (?, 'build', ?, ?, ?, ?, ?)`,
  );
  const insertGrant = prepareGrant(database);
  return ({ replay, token, grants, event }: ExchangeRecord): CommitOutcome => {
    if (!grants.every(relationshipStands)) return 'relationship_changed';
    if (burn.run(replay.issuerId, replay.jti, replay.keepUntil).changes === 0) return 'replayed';
    insertToken.run(
      token.id,
      token.hash,
      replay.issuerId,
      token.runId,
      token.createdAt,
      token.expiresAt,
    );
    for (const grant of grants) insertGrant(token.id, grant, token.createdAt);
    appendEvent(event);
    return 'committed';
  };
}

/** Whether the relationship still exists and names no other ids than those of this job. */
function prepareRelationshipCheck(database: DatabaseSync) {
  const check = database.prepare(
    `select 1 from trust_relationships where id = ?1
       and (?2 is null or repository_id is null or repository_id = ?2)
       and (?3 is null or repository_owner_id is null or repository_owner_id = ?3)`,
  );
  return ({ relationshipId, pin }: Grant): boolean =>
    check.get(relationshipId, pin?.repositoryId ?? null, pin?.repositoryOwnerId ?? null) !==
    undefined;
}

function prepareGrant(database: DatabaseSync) {
  const insert = database.prepare(
    `insert into token_grants (token_id, project_id, relationship_id, permissions)
     values (?, ?, ?, ?)`,
  );
  const pinIds = database.prepare(
    'update trust_relationships set repository_id = ?, repository_owner_id = ? where id = ?',
  );
  const use = database.prepare(
    `update trust_relationships set last_used_at = ?2
     where id = ?1 and (last_used_at is null or last_used_at <= ?2 - ${LAST_USED_PRECISION})`,
  );
  return (tokenId: string, grant: Grant, at: number): void => {
    const { relationshipId, projectId, pin, permissions } = grant;
    insert.run(tokenId, projectId, relationshipId, toJson(permissions));
    if (pin) pinIds.run(pin.repositoryId, pin.repositoryOwnerId, relationshipId);
    use.run(relationshipId, at);
  };
}

function prepareRevocation(database: DatabaseSync) {
  const revoke = database.prepare(
    'update tokens set revoked_at = ?2 where hash = ?1 and revoked_at is null',
  );
  return (hash: Uint8Array, at: number): boolean => revoke.run(hash, at).changes === 1;
}

function prepareEvent(database: DatabaseSync): (event: AuditEvent) => void {
  const columns = [
    'id',
    'time',
    'action',
    'decision',
    'reason',
    'actor',
    'issuer',
    'claims',
    'projects',
    'permissions',
    'relationships',
    'would_grant',
    'token_hash_prefix',
    'client_address',
    'detail',
  ] as const;
  const insert = database.prepare(
    `insert into audit_events (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
  return (event) => {
    const row = auditEventRow(event);
    insert.run(...columns.map((column): SQLInputValue => row[column] ?? null));
  };
}
