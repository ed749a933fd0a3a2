import type { NarrowingWrite, StaticTokenTableName, TokenTableName } from '../writes.ts';
import { type BatchStatement, toHex } from './statements.ts';
import { EVENT_JSON_COLUMNS, eventColumns, writeEvents } from './write-events.ts';

/** A narrowing that no row is about wanted a project that is gone. */
export const narrowings: BatchStatement = {
  name: 'write_narrowings',
  text: `
    with asked as materialized (
      select * from json_to_recordset($1) as x(
        write int, id text, hash text, created_at bigint, expires_at bigint,
        parent_kind text, parent_id text, grants json, ${EVENT_JSON_COLUMNS}
      )
    ), wanted as materialized (
      select a.write, a.id as token_id, p.id as project_id, g.permissions, p.generation
      from asked a
        cross join json_to_recordset(a.grants) as g(project_id text, permissions text)
        join projects p on p.id = g.project_id
    ), won as materialized (
      select a.* from asked a
      where (select count(*) from wanted w where w.write = a.write) = json_array_length(a.grants)
    ), token as (
      insert into tokens (id, kind, hash, created_at, expires_at, parent_kind, parent_id)
      select id, 'build', decode(hash, 'hex'), created_at, expires_at, parent_kind, parent_id
      from won
    ), granted as (
      insert into token_grants (token_id, project_id, permissions, generation)
      select w.token_id, w.project_id, w.permissions, w.generation
      from wanted w join won o on o.write = w.write
    ), ${writeEvents('won')}
    select write, 'committed' as outcome from won`,
  rowOf: (write) => (write.kind === 'narrowing' ? narrowingRow(write) : undefined),
  otherwise: new Error('There is no such project'),
};

function narrowingRow({ token, grants, event }: NarrowingWrite): object {
  return { ...token, hash: toHex(token.hash), grants, ...eventColumns(event) };
}

function revocationsOf(table: TokenTableName): BatchStatement {
  return {
    name: `write_revocations_${table}`,
    text: `
      with asked as materialized (
        select distinct on (x.hash) x.* from json_to_recordset($1)
          as x(write int, hash text, at bigint, ${EVENT_JSON_COLUMNS})
        order by x.hash, x.write
      ), revoked as (
        update ${table} t set revoked_at = a.at from asked a
        where t.hash = decode(a.hash, 'hex') and t.revoked_at is null
        returning a.write
      ), ${writeEvents('revoked')}
      select write, 'committed' as outcome from revoked`,
    rowOf(write) {
      if (write.kind !== 'revocation' || write.table !== table) return undefined;
      return { hash: toHex(write.hash), at: write.at, ...eventColumns(write.event) };
    },
    otherwise: 'unchanged',
  };
}

function usesOf(table: StaticTokenTableName): BatchStatement {
  return {
    name: `write_uses_${table}`,
    text: `
      with asked as materialized (
        select distinct on (x.id) x.* from json_to_recordset($1)
          as x(write int, id text, at bigint)
        order by x.id, x.at desc
      )
      update ${table} t set last_used_at = a.at from asked a
      where t.id = a.id and (t.last_used_at is null or t.last_used_at < a.at)
      returning a.write, 'committed' as outcome`,
    rowOf(write) {
      if (write.kind !== 'use' || write.table !== table) return undefined;
      return { id: write.id, at: write.at };
    },
    otherwise: 'unchanged',
  };
}

export const revocations: readonly BatchStatement[] = [
  revocationsOf('tokens'),
  revocationsOf('user_tokens'),
  revocationsOf('project_tokens'),
];

export const uses: readonly BatchStatement[] = [usesOf('user_tokens'), usesOf('project_tokens')];
