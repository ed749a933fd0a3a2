import type { DatabaseSync } from 'node:sqlite';
import type { CommitOutcome } from '../ports/exchanges.ts';
import type { ExchangeWrite, GrantWrite } from '../writes.ts';
import { prepareInsert } from './prepare-insert.ts';
import { prepareToken } from './write-token.ts';

/** `last_used_at` is written at most this often, in seconds. */
const LAST_USED_PRECISION = 60;

export function prepareExchange(database: DatabaseSync): (write: ExchangeWrite) => CommitOutcome {
  const stands = prepareRelationshipCheck(database);
  const burn = prepareInsert(
    database,
    'replays',
    ['issuer', 'jti', 'keep_until'],
    'on conflict do nothing',
  );
  const isRevoked = prepareRunCheck(database);
  const insertToken = prepareToken(database);
  const insertGrant = prepareGrant(database);
  return ({ replay, token, grants }) => {
    if (!grants.every(stands)) return 'relationship_changed';
    if (grants.some((grant) => isRevoked(token, grant))) return 'run_revoked';
    if (burn(replay).changes === 0) return 'replayed';
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
    `select 1 from trust_relationships r
       join projects p on p.id = r.project_id join issuers i on i.id = r.issuer_id
     where r.id = ? and r.revision = ? and r.generation + p.generation + i.generation = ?
       and ifnull(r.repository_id = ?, true) and ifnull(r.repository_owner_id = ?, true)`,
  );
  return ({ row, revision, ids }) =>
    check.get(
      row.relationship_id,
      revision,
      row.generation,
      ids.repositoryId,
      ids.repositoryOwnerId,
    ) !== undefined;
}

function prepareRunCheck(
  database: DatabaseSync,
): (token: ExchangeWrite['token'], grant: GrantWrite) => boolean {
  const check = database.prepare(
    'select 1 from revoked_runs where issuer = ? and run_id = ? and project_id = ?',
  );
  return ({ issuer, run_id }, { row }) => check.get(issuer, run_id, row.project_id) !== undefined;
}

function prepareGrant(database: DatabaseSync): (grant: GrantWrite, at: number) => void {
  const insert = prepareInsert(database, 'token_grants', [
    'token_id',
    'project_id',
    'relationship_id',
    'permissions',
    'generation',
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
