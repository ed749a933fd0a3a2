import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/** How people sign in: sessions, passkeys, accounts at an OIDC provider, one-time links, devices. */
export function signIn(dialect: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await addClaimedEmail(db);
      await createSessions(db, dialect);
      await createPasskeys(db, dialect);
      await createIdentities(db, dialect);
      await createOneTimeLinks(db, dialect);
      await createCeremonies(db, dialect);
      await createDeviceAuthorizations(db, dialect);
    },
  };
}

/**
 * Of users who came through an invitation's link, and of whose address nobody knows whether it is theirs. Their
 * `email` is their id: the address itself stays free for whoever it belongs to.
 */
async function addClaimedEmail(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('users').addColumn('claimed_email', 'text').execute();
}

async function createSessions(
  db: Kysely<unknown>,
  { integer, blob, table }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('hash', blob, (column) => column.notNull().unique())
    .addColumn('form_key', 'text', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('token_id', 'text', (column) =>
      column.references('user_tokens.id').onDelete('cascade'),
    )
    .addColumn('client_address', 'text')
    .addColumn('user_agent', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('last_seen_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .modifyEnd(table)
    .execute();
  await db.schema.createIndex('sessions_user').on('sessions').column('user_id').execute();
  await db.schema.createIndex('sessions_expires').on('sessions').column('expires_at').execute();
}

async function createPasskeys(
  db: Kysely<unknown>,
  { integer, blob, table }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('passkeys')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('credential_id', 'text', (column) => column.notNull().unique())
    .addColumn('public_key', blob, (column) => column.notNull())
    .addColumn('counter', integer, (column) => column.notNull())
    .addColumn('transports', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('last_used_at', integer)
    .modifyEnd(table)
    .execute();
  await db.schema.createIndex('passkeys_user').on('passkeys').column('user_id').execute();
}

async function createIdentities(
  db: Kysely<unknown>,
  { integer, table }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('identities')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('users.id').onDelete('cascade'),
    )
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('last_used_at', integer)
    .addUniqueConstraint('identities_issuer_subject', ['issuer', 'subject'])
    .modifyEnd(table)
    .execute();
  await db.schema.createIndex('identities_user').on('identities').column('user_id').execute();
}

/** The link outlives its invitation, so that whoever opens it a second time hears that it was used. */
async function createOneTimeLinks(
  db: Kysely<unknown>,
  { integer, blob, table }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('one_time_links')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('hash', blob, (column) => column.notNull().unique())
    .addColumn('invitation_id', 'text')
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .addColumn('used_at', integer)
    .modifyEnd(table)
    .execute();
  for (const column of ['invitation_id', 'expires_at'])
    await db.schema
      .createIndex(`one_time_links_${column}`)
      .on('one_time_links')
      .column(column)
      .execute();
}

/** Sign-ins under way: what was asked, until the answer arrives, which may be at another replica. */
async function createCeremonies(
  db: Kysely<unknown>,
  { integer, blob, table }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('ceremonies')
    .addColumn('hash', blob, (column) => column.primaryKey().notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .modifyEnd(table)
    .execute();
  await db.schema.createIndex('ceremonies_expires').on('ceremonies').column('expires_at').execute();
}

async function createDeviceAuthorizations(
  db: Kysely<unknown>,
  { integer, blob, table }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('device_authorizations')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('device_code_hash', blob, (column) => column.notNull().unique())
    .addColumn('user_code', 'text', (column) => column.notNull().unique())
    .addColumn('client_name', 'text', (column) => column.notNull())
    .addColumn('client_address', 'text')
    .addColumn('user_id', 'text', (column) => column.references('users.id').onDelete('cascade'))
    .addColumn('decision', 'text')
    .addColumn('polled_at', integer)
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .modifyEnd(table)
    .execute();
  await db.schema
    .createIndex('device_authorizations_expires')
    .on('device_authorizations')
    .column('expires_at')
    .execute();
}
