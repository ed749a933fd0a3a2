import type { Kysely, RawBuilder } from 'kysely';
import { DEFAULT_MIGRATION_TABLE } from 'kysely/migration';
import type { DatabaseRecords } from '../ports/database.ts';
import type { Database } from '../schema.ts';

/** Answers one row with the bytes that the database takes. */
export type SizeQuery = RawBuilder<{ bytes: number }>;

export function databaseRecords(db: Kysely<Database>, sizeQuery: SizeQuery): DatabaseRecords {
  return {
    async migrations() {
      const rows = await db
        .withTables<{ [DEFAULT_MIGRATION_TABLE]: { name: string; timestamp: string } }>()
        .selectFrom(DEFAULT_MIGRATION_TABLE)
        .select(['name', 'timestamp'])
        .orderBy('name')
        .execute();
      return rows.map(({ name, timestamp }) => ({ name, appliedAt: timestamp }));
    },
    async size() {
      const { rows } = await sizeQuery.execute(db);
      return rows[0]?.bytes ?? 0;
    },
  };
}
