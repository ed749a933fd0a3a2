import type { Kysely } from 'kysely';
import { fromJson, toJson } from '../columns.ts';
import type { CeremonyRecords } from '../ports/ceremonies.ts';
import type { Database } from '../schema.ts';

export function ceremonyRecords(db: Kysely<Database>): CeremonyRecords {
  return {
    async insert({ hash, kind, data, expiresAt }) {
      await db
        .insertInto('ceremonies')
        .values({ hash, kind, data: toJson(data), expires_at: expiresAt })
        .execute();
    },
    async take(kind, hash, now) {
      const row = await db
        .deleteFrom('ceremonies')
        .where('hash', '=', hash)
        .where('kind', '=', kind)
        .returning(['data', 'expires_at'])
        .executeTakeFirst();
      return row && row.expires_at > now ? { data: fromJson(row.data) } : undefined;
    },
  };
}
