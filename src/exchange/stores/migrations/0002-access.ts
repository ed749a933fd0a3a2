import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/** Users who sign in, static tokens, revocation in bulk, and who may read which audit event. */
export function access(dialect: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await addSwitches(db, dialect);
      await addGenerations(db, dialect);
      await createStaticTokens(db, dialect);
      await createRevokedRuns(db, dialect);
      await createAuditScopes(db, dialect);
      await createIdempotencyKeys(db, dialect);
    },
  };
}

async function addSwitches(db: Kysely<unknown>, { integer }: SchemaDialect): Promise<void> {
  await db.schema.alterTable('users').addColumn('disabled_at', integer).execute();
  for (const [table, column, value] of [
    ['users', 'operator', 0],
    ['projects', 'oidc_only', 0],
    ['issuers', 'enabled', 1],
  ] as const)
    await db.schema
      .alterTable(table)
      .addColumn(column, integer, (definition) => definition.notNull().defaultTo(value))
      .execute();
}

async function addGenerations(db: Kysely<unknown>, { integer }: SchemaDialect): Promise<void> {
  for (const table of ['issuers', 'projects', 'trust_relationships', 'token_grants'])
    await db.schema
      .alterTable(table)
      .addColumn('generation', integer, (column) => column.notNull().defaultTo(0))
      .execute();
  await db.schema.alterTable('tokens').addColumn('parent_kind', 'text').execute();
  await db.schema.alterTable('tokens').addColumn('parent_id', 'text').execute();
}

async function createStaticTokens(
  db: Kysely<unknown>,
  { integer, blob, table }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('user_tokens')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('hash', blob, (column) => column.notNull().unique())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer)
    .addColumn('revoked_at', integer)
    .addColumn('last_used_at', integer)
    .modifyEnd(table)
    .execute();
  await db.schema.createIndex('user_tokens_user').on('user_tokens').column('user_id').execute();
  await db.schema
    .createTable('project_tokens')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('project_id', 'text', (column) =>
      column.notNull().references('projects.id').onDelete('cascade'),
    )
    .addColumn('hash', blob, (column) => column.notNull().unique())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('permissions', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer)
    .addColumn('revoked_at', integer)
    .addColumn('last_used_at', integer)
    .modifyEnd(table)
    .execute();
  await db.schema
    .createIndex('project_tokens_project')
    .on('project_tokens')
    .column('project_id')
    .execute();
}

async function createRevokedRuns(
  db: Kysely<unknown>,
  { integer, keyedTable }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('revoked_runs')
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('project_id', 'text', (column) => column.notNull())
    .addColumn('keep_until', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('revoked_runs_pkey', ['issuer', 'run_id', 'project_id'])
    .modifyEnd(keyedTable)
    .execute();
}

/** The table is the index to the column. Without foreign keys: events outlive whom they are about. */
async function createAuditScopes(
  db: Kysely<unknown>,
  { integer, keyedTable }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('audit_event_scopes')
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('seq', integer, (column) => column.notNull())
    .addColumn('project_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_event_scopes_pkey', ['organization_id', 'seq', 'project_id'])
    .modifyEnd(keyedTable)
    .execute();
  await db.schema
    .alterTable('audit_events')
    .addColumn('scopes', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
  await db.schema.alterTable('audit_events').addColumn('repository_key', 'text').execute();
  await db.schema.alterTable('audit_events').addColumn('run_id', 'text').execute();
}

async function createIdempotencyKeys(
  db: Kysely<unknown>,
  { integer, keyedTable }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('idempotency_keys')
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('keep_until', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('idempotency_keys_pkey', ['user_id', 'key'])
    .modifyEnd(keyedTable)
    .execute();
  await db.schema
    .createIndex('idempotency_keys_keep_until')
    .on('idempotency_keys')
    .column('keep_until')
    .execute();
}
