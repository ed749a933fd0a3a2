import type { DatabaseSync } from 'node:sqlite';
import type { CommitOutcome } from '../port.ts';
import type { ExchangeWrite, GrantWrite, Write, WriteOutcome } from '../writes.ts';
import { prepareInsert } from './prepare-insert.ts';

/** `last_used_at` is written at most this often, in seconds. */
const LAST_USED_PRECISION = 60;

/**
 * The hot path in plain SQL. Each write looks before it writes: the transaction around it holds the
 * only write lock, so what it has seen stays true.
 */
export function prepareWrites(database: DatabaseSync): (write: Write) => WriteOutcome {
  const insertEvent = prepareInsert(database, 'audit_events', [
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
  ]);
  const exchange = prepareExchange(database);
  const revoke = database.prepare(
    'update tokens set revoked_at = ?2 where hash = ?1 and revoked_at is null',
  );
  const apply = (write: Write): WriteOutcome => {
    if (write.kind === 'exchange') return exchange(write);
    if (write.kind === 'event') return 'committed';
    return revoke.run(write.hash, write.at).changes === 1 ? 'committed' : 'unchanged';
  };
  return (write) => {
    const outcome = apply(write);
    if (outcome === 'committed') insertEvent(write.event);
    return outcome;
  };
}

function prepareExchange(database: DatabaseSync): (write: ExchangeWrite) => CommitOutcome {
  const stands = prepareRelationshipCheck(database);
  const burn = prepareInsert(
    database,
    'replays',
    ['issuer', 'jti', 'keep_until'],
    'on conflict do nothing',
  );
  const insertToken = prepareInsert(database, 'tokens', [
    'id',
    'kind',
    'hash',
    'issuer',
    'run_id',
    'created_at',
    'expires_at',
  ]);
  const insertGrant = prepareGrant(database);
  return ({ replay, token, grants }) => {
    if (!grants.every(stands)) return 'relationship_changed';
    if (burn(replay) === 0) return 'replayed';
    insertToken(token);
    for (const grant of grants) insertGrant(grant, token.created_at);
    return 'committed';
  };
}

/**
 * Whether the relationship is still the one that the job was matched against, and names no other ids
 * than the job's. A write waits for the lock: a rule that was tightened meanwhile must not grant.
 */
function prepareRelationshipCheck(database: DatabaseSync): (grant: GrantWrite) => boolean {
  const check = database.prepare(
    `select 1 from trust_relationships where id = ? and revision = ?
       and ifnull(repository_id = ?, true) and ifnull(repository_owner_id = ?, true)`,
  );
  return ({ row, revision, ids }) =>
    check.get(row.relationship_id, revision, ids.repositoryId, ids.repositoryOwnerId) !== undefined;
}

function prepareGrant(database: DatabaseSync): (grant: GrantWrite, at: number) => void {
  const insert = prepareInsert(database, 'token_grants', [
    'token_id',
    'project_id',
    'relationship_id',
    'permissions',
  ]);
  const pinIds = database.prepare(
    'update trust_relationships set repository_id = ?, repository_owner_id = ? where id = ?',
  );
  const use = database.prepare(
    `update trust_relationships set last_used_at = ?2
     where id = ?1 and (last_used_at is null or last_used_at <= ?2 - ${LAST_USED_PRECISION})`,
  );
  return ({ row, ids, pins }, at) => {
    insert(row);
    if (pins) pinIds.run(ids.repositoryId, ids.repositoryOwnerId, row.relationship_id);
    use.run(row.relationship_id, at);
  };
}
