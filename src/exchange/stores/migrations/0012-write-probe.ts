import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/** What readiness writes: one row, again and again. */
export function writeProbe({ integer, blob }: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('write_probe')
        .addColumn('id', integer, (column) => column.primaryKey().notNull())
        .addColumn('content', blob, (column) => column.notNull())
        .execute();
    },
  };
}
