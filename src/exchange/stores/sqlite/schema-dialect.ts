import { sql } from 'kysely';
import type { SchemaDialect } from '../migrations/dialect.ts';

export const sqliteSchema: SchemaDialect = {
  integer: 'integer',
  blob: 'blob',
  numbered: (column) => column.primaryKey().autoIncrement(),
  table: sql`strict`,
  keyedTable: sql`strict, without rowid`,
  appendOnly: (table) => [refusal(table, 'update'), refusal(table, 'delete')],
  allowUpdates: (table) => [sql`drop trigger ${sql.id(`${table}_refuse_update`)}`],
  refuseUpdates: (table) => [refusal(table, 'update')],
  // `PRAGMA data_version`: commit-batch.ts.
  ruleVersion: [],
  noteHours: [
    sql`
      create trigger audit_hours_note after insert on audit_events
      begin
        insert into audit_hours (hour, first_seq, last_seq)
        values (substr(new.time, 1, 13), new.seq, new.seq)
        on conflict (hour) do update set last_seq = excluded.last_seq;
      end`,
  ],
  allowRemovingOldEvents: [
    sql`drop trigger audit_events_refuse_delete`,
    sql`
      create trigger audit_events_refuse_delete before delete on audit_events
      when not exists (select 1 from audit_retention where old.time < removed_before)
      begin select raise(abort, 'audit_events is append-only'); end`,
  ],
  organizationVersion: [],
};

function refusal(table: string, change: 'update' | 'delete') {
  return sql`
    create trigger ${sql.id(`${table}_refuse_${change}`)}
    before ${sql.raw(change)} on ${sql.table(table)}
    begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`;
}
