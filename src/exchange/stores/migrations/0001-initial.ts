import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/** Written out instead of taken from schema.ts: a migration never changes, the schema does. */
export function initial(dialect: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTenants(db, dialect);
      await createTrustRelationships(db, dialect);
      await createTokens(db, dialect);
      await createReplays(db, dialect);
      await createAuditEvents(db, dialect);
      await createSigningKeys(db, dialect);
    },
  };
}

async function createTenants(db: Kysely<unknown>, { integer, table, keyedTable }: SchemaDialect) {
  await db.schema
    .createTable('issuers')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('url', 'text', (column) => column.notNull().unique())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .modifyEnd(table)
    .execute();
  await db.schema
    .createTable('organizations')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', integer, (column) => column.notNull())
    .modifyEnd(table)
    .execute();
  await db.schema
    .createTable('users')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', integer, (column) => column.notNull())
    .modifyEnd(table)
    .execute();
  await db.schema
    .createTable('members')
    .addColumn('organization_id', 'text', (column) =>
      column.notNull().references('organizations.id').onDelete('cascade'),
    )
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('members_pkey', ['organization_id', 'user_id'])
    .modifyEnd(keyedTable)
    .execute();
  await db.schema.createIndex('members_user').on('members').column('user_id').execute();
  await db.schema
    .createTable('projects')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('organization_id', 'text', (column) =>
      column.notNull().references('organizations.id').onDelete('cascade'),
    )
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addUniqueConstraint('projects_name', ['organization_id', 'name'])
    .modifyEnd(table)
    .execute();
}

async function createTrustRelationships(
  db: Kysely<unknown>,
  { integer, table }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('trust_relationships')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('project_id', 'text', (column) =>
      column.notNull().references('projects.id').onDelete('cascade'),
    )
    .addColumn('issuer_id', 'text', (column) =>
      column.notNull().references('issuers.id').onDelete('cascade'),
    )
    .addColumn('repository', 'text', (column) => column.notNull())
    .addColumn('repository_key', 'text', (column) => column.notNull())
    .addColumn('repository_id', 'text')
    .addColumn('repository_owner_id', 'text')
    .addColumn('conditions', 'text', (column) => column.notNull())
    .addColumn('permissions', 'text', (column) => column.notNull())
    .addColumn('max_lifetime', integer)
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('description', 'text')
    .addColumn('expires_at', integer)
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('last_used_at', integer)
    .addColumn('revision', integer, (column) => column.notNull())
    .modifyEnd(table)
    .execute();
  await db.schema
    .createIndex('trust_relationships_repository')
    .on('trust_relationships')
    // With the id, so that rows come out in order without being sorted.
    .columns(['issuer_id', 'repository_key', 'id'])
    .execute();
  await db.schema
    .createIndex('trust_relationships_project')
    .on('trust_relationships')
    .column('project_id')
    .execute();
}

/**
 * A grant outlives its project and its relationship by rows, never by force: who reads a token joins
 * the project. So removing a project costs nothing per token, and the rows go when the token expires.
 */
async function createTokens(
  db: Kysely<unknown>,
  { integer, blob, table, keyedTable }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('tokens')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('hash', blob, (column) => column.notNull().unique())
    .addColumn('issuer', 'text')
    .addColumn('run_id', 'text')
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer)
    .addColumn('revoked_at', integer)
    .modifyEnd(table)
    .execute();
  await db.schema.createIndex('tokens_expiry').on('tokens').column('expires_at').execute();
  await db.schema
    .createTable('token_grants')
    .addColumn('token_id', 'text', (column) =>
      column.notNull().references('tokens.id').onDelete('cascade'),
    )
    .addColumn('project_id', 'text', (column) => column.notNull())
    .addColumn('relationship_id', 'text')
    .addColumn('permissions', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('token_grants_pkey', ['token_id', 'project_id'])
    .modifyEnd(keyedTable)
    .execute();
}

async function createReplays(
  db: Kysely<unknown>,
  { integer, keyedTable }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('replays')
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('jti', 'text', (column) => column.notNull())
    .addColumn('keep_until', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('replays_pkey', ['issuer', 'jti'])
    .modifyEnd(keyedTable)
    .execute();
  await db.schema.createIndex('replays_keep_until').on('replays').column('keep_until').execute();
}

async function createAuditEvents(db: Kysely<unknown>, dialect: SchemaDialect): Promise<void> {
  await db.schema
    .createTable('audit_events')
    .addColumn('seq', dialect.integer, dialect.numbered)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('time', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('actor', 'text')
    .addColumn('issuer', 'text')
    .addColumn('claims', 'text')
    .addColumn('projects', 'text', (column) => column.notNull())
    .addColumn('permissions', 'text', (column) => column.notNull())
    .addColumn('relationships', 'text', (column) => column.notNull())
    .addColumn('would_grant', 'text', (column) => column.notNull())
    .addColumn('token_hash_prefix', 'text')
    .addColumn('client_address', 'text')
    .addColumn('detail', 'text', (column) => column.notNull())
    .modifyEnd(dialect.table)
    .execute();
  for (const statement of dialect.appendOnly('audit_events')) await statement.execute(db);
}

async function createSigningKeys(
  db: Kysely<unknown>,
  { integer, table }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('signing_keys')
    .addColumn('kid', 'text', (column) => column.primaryKey().notNull())
    .addColumn('jwk', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('retired_at', integer)
    .addColumn('remove_at', integer)
    .modifyEnd(table)
    .execute();
}
