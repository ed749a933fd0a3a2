import { sql } from 'kysely';
import type { SchemaDialect } from '../migrations/dialect.ts';

export const sqliteSchema: SchemaDialect = {
  integer: 'integer',
  blob: 'blob',
  numbered: (column) => column.primaryKey().autoIncrement(),
  table: sql`strict`,
  keyedTable: sql`strict, without rowid`,
  appendOnly: (table) =>
    ['update', 'delete'].map(
      (change) => sql`
        create trigger ${sql.id(`${table}_refuse_${change}`)}
        before ${sql.raw(change)} on ${sql.table(table)}
        begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`,
    ),
  // `PRAGMA data_version`: commit-batch.ts.
  ruleVersion: [],
  organizationVersion: [],
};
