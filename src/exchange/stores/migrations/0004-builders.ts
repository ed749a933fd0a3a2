import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/** Where projects have their builders, and the keys that vouch for the clients of each. */
export function builders({ integer, table }: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('builders')
        .addColumn('project_id', 'text', (column) =>
          column.primaryKey().notNull().references('projects.id').onDelete('cascade'),
        )
        .addColumn('endpoint', 'text', (column) => column.notNull())
        .addColumn('server_name', 'text', (column) => column.notNull())
        .addColumn('server_ca', 'text', (column) => column.notNull())
        .addColumn('created_at', integer, (column) => column.notNull())
        .modifyEnd(table)
        .execute();
      await db.schema
        .createTable('builder_authorities')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('project_id', 'text', (column) =>
          column.notNull().references('projects.id').onDelete('cascade'),
        )
        .addColumn('jwk', 'text', (column) => column.notNull())
        .addColumn('certificate', 'text', (column) => column.notNull())
        .addColumn('created_at', integer, (column) => column.notNull())
        .addColumn('expires_at', integer, (column) => column.notNull())
        .modifyEnd(table)
        .execute();
      await db.schema
        .createIndex('builder_authorities_project')
        .on('builder_authorities')
        .column('project_id')
        .execute();
    },
  };
}
