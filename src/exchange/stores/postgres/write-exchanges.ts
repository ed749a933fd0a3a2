import type { ExchangeWrite } from '../writes.ts';
import { type BatchStatement, toHex } from './statements.ts';
import { EVENT_JSON_COLUMNS, eventColumns, writeEvents } from './write-events.ts';

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

/** Another one after every change of a rule, by whatever process: schema-dialect.ts. */
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
