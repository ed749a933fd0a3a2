import type { Kysely } from 'kysely';
import { fromJson, toJson } from '../columns.ts';
import type { IdempotencyKeyRecords } from '../ports/idempotency-keys.ts';
import type { Database } from '../schema.ts';

export function idempotencyKeyRecords(db: Kysely<Database>): IdempotencyKeyRecords {
  return {
    async take({ userId, key, fingerprint }, keepUntil) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('idempotency_keys')
        .values({ user_id: userId, key, fingerprint, answer: null, keep_until: keepUntil })
        .onConflict((known) => known.columns(['user_id', 'key']).doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 1n) return undefined;
      const row = await db
        .selectFrom('idempotency_keys')
        .select(['fingerprint', 'answer'])
        .where('user_id', '=', userId)
        .where('key', '=', key)
        .executeTakeFirstOrThrow();
      return {
        userId,
        key,
        fingerprint: row.fingerprint,
        answer: row.answer === null ? null : fromJson(row.answer),
      };
    },
    async remember(userId, key, answer) {
      await db
        .updateTable('idempotency_keys')
        .set({ answer: toJson(answer) })
        .where('user_id', '=', userId)
        .where('key', '=', key)
        .execute();
    },
  };
}
