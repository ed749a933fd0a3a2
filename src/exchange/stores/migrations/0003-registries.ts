import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/** Container registries, and the keys that their tokens are signed with. */
export function registries({ integer, table }: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('registries')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('name', 'text', (column) => column.notNull().unique())
        .addColumn('hosts', 'text', (column) => column.notNull())
        .addColumn('created_at', integer, (column) => column.notNull())
        .modifyEnd(table)
        .execute();
      await db.schema
        .createTable('registry_keys')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('issuer_id', 'text')
        .addColumn('jwk', 'text', (column) => column.notNull())
        .addColumn('certificate', 'text', (column) => column.notNull())
        .addColumn('created_at', integer, (column) => column.notNull())
        .addColumn('expires_at', integer, (column) => column.notNull())
        .modifyEnd(table)
        .execute();
    },
  };
}
