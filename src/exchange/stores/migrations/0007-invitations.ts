import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/** Who is asked to become a member. Members of before stay members. */
export function invitations({ integer, table }: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('invitations')
        .addColumn('id', 'text', (column) => column.primaryKey().notNull())
        .addColumn('organization_id', 'text', (column) =>
          column.notNull().references('organizations.id').onDelete('cascade'),
        )
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('invited_by', 'text', (column) => column.notNull())
        .addColumn('created_at', integer, (column) => column.notNull())
        .addColumn('expires_at', integer, (column) => column.notNull())
        .addColumn('declined_at', integer)
        .addUniqueConstraint('invitations_organization_email', ['organization_id', 'email'])
        .modifyEnd(table)
        .execute();
      for (const column of ['email', 'expires_at'])
        await db.schema
          .createIndex(`invitations_${column}`)
          .on('invitations')
          .column(column)
          .execute();
    },
  };
}
