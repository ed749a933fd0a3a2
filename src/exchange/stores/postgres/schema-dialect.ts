import { sql } from 'kysely';
import type { SchemaDialect } from '../migrations/dialect.ts';

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
};
