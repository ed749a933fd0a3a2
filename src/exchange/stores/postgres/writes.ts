import { EVENT_COLUMNS, type EventWrite, SCOPE_COLUMNS } from '../queries/audit-events.ts';
import type {
  ExchangeWrite,
  NarrowingWrite,
  StaticTokenTableName,
  TokenTableName,
  Write,
  WriteOutcome,
} from '../writes.ts';

/** What became of a write that did not fail as a statement. */
export type Verdict = WriteOutcome | Error;

/**
 * One kind of writes, all those of a batch in one statement: it takes them as a JSON array, each with
 * its place in the batch as `write`, and answers with a row for each that it has something to say of.
 */
export interface BatchStatement {
  name: string;
  text: string;
  /** The write as the statement takes it; undefined if it is of another kind. */
  rowOf(write: Write): object | undefined;
  /** The verdict on a write that no row is about. */
  otherwise: Verdict;
}

/** The bytes as a statement decodes them. */
function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The event of a write as its statement takes it. */
function eventColumns({ row, scopes }: EventWrite): object {
  return { event_id: row.id, event: row, event_scopes: scopes };
}

/** The same as the statement declares it. */
const EVENT_JSON_COLUMNS = 'event_id text, event json, event_scopes json';

/** Common table expressions that write the events of those `asked` that are in `source`, in order. */
function writeEvents(source: string): string {
  const columns = EVENT_COLUMNS.join(', ');
  return `
    event as (
      insert into audit_events (${columns})
      select ${EVENT_COLUMNS.map((column) => `e.${column}`).join(', ')}
      from ${source} s join asked a on a.write = s.write
        cross join json_to_record(a.event) as e(${EVENT_COLUMNS.map((it) => `${it} text`).join(', ')})
      order by s.write
      returning id, seq
    ),
    event_scope as (
      insert into audit_event_scopes (seq, ${SCOPE_COLUMNS.join(', ')})
      select event.seq, ${SCOPE_COLUMNS.map((column) => `c.${column}`).join(', ')}
      from asked a
        join event on event.id = a.event_id
        cross join json_to_recordset(a.event_scopes) as c(${SCOPE_COLUMNS.map((it) => `${it} text`).join(', ')})
    )`;
}

export const events: BatchStatement = {
  name: 'write_events',
  text: `
    with asked as materialized (
      select * from json_to_recordset($1) as x(write int, ${EVENT_JSON_COLUMNS})
    ), ${writeEvents('asked')}
    select write, 'committed' as outcome from asked`,
  rowOf: (write) => (write.kind === 'event' ? eventColumns(write.event) : undefined),
  otherwise: new Error('The event was not written'),
};

/** `last_used_at` is written at most this often, in seconds. */
const LAST_USED_PRECISION = 60;

/**
 * Grants whose relationship is still the one that the job was matched against, and names no other ids
 * than the job's. Several jobs may pin the same one at once: the first says with which ids.
 */
const FITTING = `
  select w.write,
    w.ids = first_value(w.ids) over (partition by w.relationship_id order by w.write) as agrees,
    exists (
      select from revoked_runs v
      where v.issuer = w.issuer and v.run_id = w.run_id and v.project_id = w.project_id
    ) as run_revoked
  from wanted w
    join trust_relationships r on r.id = w.relationship_id
    join projects p on p.id = r.project_id
    join issuers i on i.id = r.issuer_id
  where r.revision = w.revision and r.generation + p.generation + i.generation = w.generation
    and coalesce(r.repository_id = w.repository_id, true)
    and coalesce(r.repository_owner_id = w.repository_owner_id, true)`;

/** Another one after every change of a trust relationship, by whatever process: schema-dialect.ts. */
export const RULE_VERSION = 'select version from rule_version where id = 1';

/** Exchanges all of whose grants fit, by rules that are those of now. */
const STANDING = `
  select a.write, a.issuer, a.jti, a.keep_until, f.run_revoked
  from asked a join (
    select write, count(*) as grants, bool_or(run_revoked) as run_revoked
    from fitting where agrees group by write
  ) f on f.write = a.write and f.grants = json_array_length(a.grants)
  where a.recalled_as_of is null or a.recalled_as_of = (${RULE_VERSION})`;

/** In this order, so that no two batches wait for each other. The first of a batch has the jti. */
const FIRST_OF_EACH_JTI = 'order by s.issuer, s.jti, s.write';

const USED = `
  update trust_relationships r
  set repository_id = coalesce(u.repository_id, r.repository_id),
    repository_owner_id = coalesce(u.repository_owner_id, r.repository_owner_id),
    last_used_at = greatest(r.last_used_at, u.at)
  from (
    select w.relationship_id, max(w.created_at) as at,
      max(w.repository_id) filter (where w.pins) as repository_id,
      max(w.repository_owner_id) filter (where w.pins) as repository_owner_id
    from wanted w join won o on o.write = w.write
    group by w.relationship_id
  ) u
  where r.id = u.relationship_id and (
    u.repository_id is not null
    or r.last_used_at is null or r.last_used_at <= u.at - ${LAST_USED_PRECISION}
  )`;

/** An exchange that no row is about wanted a grant that does not fit. */
export const exchanges: BatchStatement = {
  name: 'write_exchanges',
  text: `
    with asked as materialized (
      select * from json_to_recordset($1) as x(
        write int, issuer text collate "C", jti text collate "C", keep_until bigint,
        id text, hash text, run_id text, created_at bigint, expires_at bigint,
        recalled_as_of bigint, grants json, ${EVENT_JSON_COLUMNS}
      )
    ), wanted as materialized (
      select a.write, a.issuer, a.run_id, a.created_at, a.id as token_id, g.*,
        g.repository_id || ' ' || g.repository_owner_id as ids
      from asked a cross join json_to_recordset(a.grants) as g(
        project_id text, relationship_id text, permissions text, generation bigint,
        revision bigint, repository_id text, repository_owner_id text, pins boolean
      )
    ), fitting as (${FITTING}
    ), standing as materialized (${STANDING}
    ), burned as (
      insert into replays (issuer, jti, keep_until)
      select distinct on (s.issuer, s.jti) s.issuer, s.jti, s.keep_until
      from standing s where not s.run_revoked ${FIRST_OF_EACH_JTI}
      on conflict do nothing
      returning issuer, jti
    ), won as materialized (
      select distinct on (s.issuer, s.jti) s.write
      from standing s join burned b on b.issuer = s.issuer and b.jti = s.jti
      where not s.run_revoked ${FIRST_OF_EACH_JTI}
    ), token as (
      insert into tokens (id, kind, hash, issuer, run_id, created_at, expires_at)
      select a.id, 'build', decode(a.hash, 'hex'), a.issuer, a.run_id, a.created_at, a.expires_at
      from asked a join won o on o.write = a.write
    ), granted as (
      insert into token_grants (token_id, project_id, relationship_id, permissions, generation)
      select w.token_id, w.project_id, w.relationship_id, w.permissions, w.generation
      from wanted w join won o on o.write = w.write
    ), used as (${USED}
    ), ${writeEvents('won')}
    select s.write, case
      when s.run_revoked then 'run_revoked'
      when o.write is null then 'replayed'
      else 'committed'
    end as outcome
    from standing s left join won o on o.write = s.write`,
  rowOf: (write) => (write.kind === 'exchange' ? exchangeRow(write) : undefined),
  otherwise: 'relationship_changed',
};

function exchangeRow({ replay, token, grants, recalledAsOf, event }: ExchangeWrite): object {
  const { hash, ...rest } = token;
  return {
    ...rest,
    ...replay,
    hash: toHex(hash),
    recalled_as_of: recalledAsOf,
    grants: grants.map(({ row, revision, ids, pins }) => ({
      ...row,
      revision,
      pins,
      repository_id: ids.repositoryId,
      repository_owner_id: ids.repositoryOwnerId,
    })),
    ...eventColumns(event),
  };
}

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

/** One row, whose new version takes the place of the last but one: the table does not grow. */
export const probes: BatchStatement = {
  name: 'write_probes',
  text: `
    with asked as materialized (
      select * from json_to_recordset($1) as x(write int)
    ), probe as (
      insert into write_probe (id, content) values (1, '')
      on conflict (id) do update set content = excluded.content
    )
    select write, 'committed' as outcome from asked`,
  rowOf: (write) => (write.kind === 'probe' ? {} : undefined),
  otherwise: new Error('The probe was not written'),
};
