import type { DatabaseSync } from 'node:sqlite';
import type {
  ExchangeWrite,
  NarrowingWrite,
  RevocationWrite,
  StaticTokenTableName,
  TokenTableName,
  UseWrite,
  WriteOutcome,
} from '../writes.ts';
import { prepareInsert } from './prepare-insert.ts';

export function prepareToken(database: DatabaseSync): (token: ExchangeWrite['token']) => unknown {
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
export function prepareNarrowing(database: DatabaseSync): (write: NarrowingWrite) => WriteOutcome {
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

export function prepareRevocation(
  database: DatabaseSync,
): (write: RevocationWrite) => WriteOutcome {
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

export function prepareUse(database: DatabaseSync): (write: UseWrite) => WriteOutcome {
  const prepare = (table: StaticTokenTableName) =>
    database.prepare(
      `update ${table} set last_used_at = ?2
       where id = ?1 and (last_used_at is null or last_used_at < ?2)`,
    );
  const use = { user_tokens: prepare('user_tokens'), project_tokens: prepare('project_tokens') };
  return ({ table, id, at }) => (use[table].run(id, at).changes === 1 ? 'committed' : 'unchanged');
}
