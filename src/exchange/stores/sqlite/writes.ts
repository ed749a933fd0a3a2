import type { DatabaseSync, SQLInputValue, StatementResultingChanges } from 'node:sqlite';
import type { CommitOutcome } from '../ports/exchanges.ts';
import { EVENT_COLUMNS, type EventWrite, SCOPE_COLUMNS } from '../queries/audit-events.ts';
import type { Database } from '../schema.ts';
import type {
  ExchangeWrite,
  GrantWrite,
  NarrowingWrite,
  RevocationWrite,
  StaticTokenTableName,
  TokenTableName,
  UseWrite,
  Write,
  WriteOutcome,
} from '../writes.ts';

/**
 * The hot path in plain SQL. Each write looks before it writes: the transaction around it holds the
 * only write lock, so what it has seen stays true.
 */
export function prepareWrites(database: DatabaseSync): (write: Write) => WriteOutcome {
  const insertEvent = prepareEvent(database);
  const exchange = prepareExchange(database);
  const narrow = prepareNarrowing(database);
  const revoke = prepareRevocation(database);
  const use = prepareUse(database);
  const probe = prepareProbe(database);
  const apply = (write: Exclude<Write, { kind: 'use' | 'probe' }>): WriteOutcome => {
    switch (write.kind) {
      case 'exchange':
        return exchange(write);
      case 'narrowing':
        return narrow(write);
      case 'revocation':
        return revoke(write);
      case 'event':
        return 'committed';
    }
  };
  return (write) => {
    if (write.kind === 'use') return use(write);
    if (write.kind === 'probe') return probe();
    const outcome = apply(write);
    if (outcome === 'committed') insertEvent(write.event);
    return outcome;
  };
}

/** `last_used_at` is written at most this often, in seconds. */
const LAST_USED_PRECISION = 60;

function prepareExchange(database: DatabaseSync): (write: ExchangeWrite) => CommitOutcome {
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
 * than the job's. A write waits for the lock: a trust relationship that was tightened meanwhile must not grant.
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

function prepareToken(database: DatabaseSync): (token: ExchangeWrite['token']) => unknown {
  return prepareInsert(database, 'tokens', [
    'id',
    'kind',
    'hash',
    'issuer',
    'run_id',
    'created_at',
    'expires_at',
    'parent_kind',
    'parent_id',
  ]);
}

/** Throws if a project is gone. */
function prepareNarrowing(database: DatabaseSync): (write: NarrowingWrite) => WriteOutcome {
  const insertToken = prepareToken(database);
  const insertGrant = database.prepare(
    `insert into token_grants (token_id, project_id, permissions, generation)
     select ?, id, ?, generation from projects where id = ?`,
  );
  return ({ token, grants }) => {
    insertToken(token);
    for (const { token_id, permissions, project_id } of grants)
      if (insertGrant.run(token_id, permissions, project_id).changes === 0)
        throw new Error(`There is no project ${project_id}`);
    return 'committed';
  };
}

function prepareRevocation(database: DatabaseSync): (write: RevocationWrite) => WriteOutcome {
  const prepare = (table: TokenTableName) =>
    database.prepare(`update ${table} set revoked_at = ?2 where hash = ?1 and revoked_at is null`);
  const revoke = {
    tokens: prepare('tokens'),
    user_tokens: prepare('user_tokens'),
    project_tokens: prepare('project_tokens'),
  };
  return ({ table, hash, at }) =>
    revoke[table].run(hash, at).changes === 1 ? 'committed' : 'unchanged';
}

function prepareUse(database: DatabaseSync): (write: UseWrite) => WriteOutcome {
  const prepare = (table: StaticTokenTableName) =>
    database.prepare(
      `update ${table} set last_used_at = ?2
       where id = ?1 and (last_used_at is null or last_used_at < ?2)`,
    );
  const use = { user_tokens: prepare('user_tokens'), project_tokens: prepare('project_tokens') };
  return ({ table, id, at }) => (use[table].run(id, at).changes === 1 ? 'committed' : 'unchanged');
}

function prepareEvent(database: DatabaseSync): (event: EventWrite) => void {
  const insert = prepareInsert(database, 'audit_events', EVENT_COLUMNS);
  const insertScope = prepareInsert(database, 'audit_event_scopes', ['seq', ...SCOPE_COLUMNS]);
  return ({ row, scopes }) => {
    const seq = Number(insert(row).lastInsertRowid);
    for (const scope of scopes) insertScope({ ...scope, seq });
  };
}

/**
 * About as many pages as an exchange touches: a disk on which there is room for fewer is full. Random,
 * because SQLite writes no page that would stay the same.
 */
const PROBE_BYTES = 64 * 1024;

function prepareProbe(database: DatabaseSync): () => WriteOutcome {
  const probe = database.prepare(
    `insert into write_probe (id, content) values (1, randomblob(${PROBE_BYTES}))
     on conflict (id) do update set content = excluded.content`,
  );
  return () => {
    probe.run();
    return 'committed';
  };
}

/** A prepared INSERT of one row; returns how many rows it added, and the number of the last. */
function prepareInsert<
  Table extends keyof Database,
  Column extends Extract<keyof Database[Table], string>,
>(
  database: DatabaseSync,
  table: Table,
  columns: readonly Column[],
  onConflict = '',
): (row: Record<Column, SQLInputValue>) => StatementResultingChanges {
  const values = columns.map(() => '?').join(', ');
  const insert = database.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${values}) ${onConflict}`,
  );
  return (row) => insert.run(...columns.map((column) => row[column]));
}
