import { sql } from 'kysely';
import type { SchemaDialect } from '../migrations/dialect.ts';

/** All that an exchange reads of a trust relationship but what it may write itself, the pinned ids. */
const RULE =
  'issuer_id, project_id, repository, repository_key, conditions, permissions, max_lifetime, mode, expires_at, created_at, revision, generation';

/** Whoever makes them: an operator's own SQL does not raise the revision. */
const RULE_CHANGES = [
  ['issuers', 'insert or update or delete'],
  ['organizations', 'update or delete'],
  ['projects', 'update or delete'],
  ['trust_relationships', `insert or update of ${RULE} or delete`],
] as const;

export const postgresSchema: SchemaDialect = {
  integer: 'bigint',
  blob: 'bytea',
  numbered: (column) => column.primaryKey().generatedAlwaysAsIdentity(),
  table: sql``,
  keyedTable: sql``,
  appendOnly: (table) => [
    sql`
      create function ${sql.id(`${table}_refuse`)}() returns trigger language plpgsql as
      $$ begin raise exception '% is append-only', tg_table_name; end $$`,
    ...['update', 'delete', 'truncate'].map(
      (change) => sql`
        create trigger ${sql.id(`${table}_refuse_${change}`)}
        before ${sql.raw(change)} on ${sql.table(table)}
        for each statement execute function ${sql.id(`${table}_refuse`)}()`,
    ),
  ],
  allowUpdates: (table) => [switched(table, 'disable')],
  refuseUpdates: (table) => [switched(table, 'enable')],
  ruleVersion: [
    // With a key for its one row: batches read by indexes only, and up to PostgreSQL 17 a scan counts as
    // so dear then that each statement is compiled for seconds before it runs.
    sql`create table rule_version (id integer primary key check (id = 1), version bigint not null)`,
    sql`insert into rule_version values (1, 0)`,
    // Drawn, not counted: after a failover or a restore that lost a change, a counter would come back
    // to a number under which rules are remembered. Its tables are found whatever the search path is.
    sql`
      create function rule_version_renew() returns trigger language plpgsql
      set search_path from current as
      $$ begin
        update rule_version set version = floor(random() * ${sql.lit(Number.MAX_SAFE_INTEGER)})
        where id = 1;
        return null;
      end $$`,
    ...RULE_CHANGES.flatMap(([table, changes]) => [
      sql`
        create trigger rule_version_renew after ${sql.raw(changes)} on ${sql.table(table)}
        for each statement execute function rule_version_renew()`,
      enableAlways(table, 'rule_version_renew'),
    ]),
  ],
  noteHours: [
    sql`
      create function audit_hours_note() returns trigger language plpgsql
      set search_path from current as
      $$ begin
        insert into audit_hours (hour, first_seq, last_seq)
        select substr(time, 1, 13), min(seq), max(seq) from fresh group by 1
        on conflict (hour) do update set
          first_seq = least(audit_hours.first_seq, excluded.first_seq),
          last_seq = greatest(audit_hours.last_seq, excluded.last_seq);
        return null;
      end $$`,
    sql`
      create trigger audit_hours_note after insert on audit_events
      referencing new table as fresh
      for each statement execute function audit_hours_note()`,
  ],
  allowRemovingOldEvents: [
    sql`drop trigger audit_events_refuse_delete on audit_events`,
    sql`
      create function audit_events_refuse_early() returns trigger language plpgsql
      set search_path from current as
      $$ begin
        if exists (select from audit_retention where old.time < removed_before) then return old; end if;
        raise exception '% is append-only', tg_table_name;
      end $$`,
    sql`
      create trigger audit_events_refuse_delete before delete on audit_events
      for each row execute function audit_events_refuse_early()`,
  ],
  organizationVersion: [
    sql`
      create trigger rule_version_renew_on_insert after insert on organizations
      for each statement execute function rule_version_renew()`,
    enableAlways('organizations', 'rule_version_renew_on_insert'),
  ],
};

function switched(table: string, how: 'disable' | 'enable') {
  const trigger = sql.id(`${table}_refuse_update`);
  return sql`alter table ${sql.table(table)} ${sql.raw(how)} trigger ${trigger}`;
}

/** Also for sessions that replicate or restore, which pass over other triggers. */
function enableAlways(table: string, trigger: string) {
  return sql`alter table ${sql.table(table)} enable always trigger ${sql.id(trigger)}`;
}
