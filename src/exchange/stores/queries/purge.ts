import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';

/** At most `limit` rows of each kind, found by index; grants go with their token. */
export async function purgeExpired(
  trx: Transaction<Database>,
  now: number,
  limit: number,
): Promise<number> {
  const deleted = [
    await purgeReplays(trx, now, limit),
    await purgeTokens(trx, now, limit),
    await purgeSigningKeys(trx, now),
  ];
  return deleted.reduce((sum, count) => sum + count, 0);
}

async function purgeReplays(db: Kysely<Database>, now: number, limit: number): Promise<number> {
  const expired = db
    .selectFrom('replays')
    .select(['issuer', 'jti'])
    .where('keep_until', '<', now)
    .orderBy('keep_until')
    .limit(limit);
  const result = await db
    .deleteFrom('replays')
    .where((replay) => sql<boolean>`${replay.refTuple('issuer', 'jti')} in ${expired}`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

async function purgeTokens(db: Kysely<Database>, now: number, limit: number): Promise<number> {
  const expired = db
    .selectFrom('tokens')
    .select('id')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit);
  const result = await db.deleteFrom('tokens').where('id', 'in', expired).executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Their private parts have no further use. */
async function purgeSigningKeys(db: Kysely<Database>, now: number): Promise<number> {
  const result = await db
    .deleteFrom('signing_keys')
    .where('remove_at', '<=', now)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
