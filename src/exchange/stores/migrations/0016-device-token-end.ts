import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/**
 * When the token is to end that a device gets, known when somebody approves: no token that they signed in with
 * makes one that outlives it. And the session in which they did: what a thief approves ends with it.
 */
export function deviceTokenEnd({ integer }: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('device_authorizations')
        .addColumn('token_expires_at', integer)
        .execute();
      await db.schema.alterTable('device_authorizations').addColumn('session_id', 'text').execute();
    },
  };
}
