import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/**
 * What relationships weigh, and indexes by which a job's are read without those of projects that it did not
 * name, and an organization's are counted without reading them.
 */
export function quotas({ integer }: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('trust_relationships')
        .addColumn('weight', integer, (column) => column.notNull().defaultTo(0))
        .execute();
      // A few bytes more than what the program counts for new ones.
      await sql`update trust_relationships set weight = octet_length(conditions)`.execute(db);
      await createIndexes(db);
    },
  };
}

async function createIndexes(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('trust_relationships_repository').execute();
  await db.schema
    .createIndex('trust_relationships_pins')
    .on('trust_relationships')
    .columns(['issuer_id', 'repository_key', 'repository_id', 'repository_owner_id'])
    .execute();
  await db.schema.dropIndex('trust_relationships_project').execute();
  await db.schema
    .createIndex('trust_relationships_project_weight')
    .on('trust_relationships')
    .columns(['project_id', 'repository_key', 'weight'])
    .execute();
  // Only those that count: of the revoked there may be any number.
  for (const [table, owner] of [
    ['project_tokens', 'project_id'],
    ['user_tokens', 'user_id'],
  ] as const)
    await db.schema
      .createIndex(`${table}_unrevoked`)
      .on(table)
      .column(owner)
      .where(sql.ref('revoked_at'), 'is', null)
      .execute();
}
