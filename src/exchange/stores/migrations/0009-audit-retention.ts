import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/**
 * Events before a time that is written down may be deleted, and no others: by nobody but
 * `queries/purge-events.ts`, which writes it down.
 */
export function auditRetention(dialect: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('audit_retention')
        .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
        .addColumn('removed_before', 'text', (column) => column.notNull())
        .modifyEnd(dialect.keyedTable)
        .execute();
      for (const statement of dialect.allowRemovingOldEvents) await statement.execute(db);
    },
  };
}
