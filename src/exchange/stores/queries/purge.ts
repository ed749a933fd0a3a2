import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';

interface Batch {
  /** Seconds since the epoch. */
  now: number;
  limit: number;
  /** Leaves rows to whoever else is deleting them, instead of waiting for them. */
  skipLocked: boolean;
}

/** At most `limit` rows of each kind, found by index; grants go with their token. */
export async function purgeExpired(trx: Transaction<Database>, batch: Batch): Promise<number> {
  const deleted = [
    await purgeReplays(trx, batch),
    await purgeTokens(trx, batch),
    await purgeSigningKeys(trx, batch),
  ];
  return deleted.reduce((sum, count) => sum + count, 0);
}

async function purgeReplays(db: Kysely<Database>, batch: Batch): Promise<number> {
  const expired = db
    .selectFrom('replays')
    .select(['issuer', 'jti'])
    .where('keep_until', '<', batch.now)
    .orderBy('keep_until')
    .limit(batch.limit)
    .$if(batch.skipLocked, (rows) => rows.forUpdate().skipLocked());
  const result = await db
    // Materialized: a planner that looked for them anew for each row would find others each time.
    .with(
      (name) => name('expired').materialized(),
      () => expired,
    )
    .deleteFrom('replays')
    .where(
      ({ refTuple, selectFrom }) =>
        sql<boolean>`${refTuple('issuer', 'jti')} in ${selectFrom('expired').select(['issuer', 'jti'])}`,
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

async function purgeTokens(db: Kysely<Database>, batch: Batch): Promise<number> {
  const expired = db
    .selectFrom('tokens')
    .select('id')
    .where('expires_at', '<=', batch.now)
    .orderBy('expires_at')
    .limit(batch.limit)
    .$if(batch.skipLocked, (rows) => rows.forUpdate().skipLocked());
  const result = await db
    // Materialized: a planner that looked for them anew for each row would find others each time.
    .with(
      (name) => name('expired').materialized(),
      () => expired,
    )
    .deleteFrom('tokens')
    .where('id', 'in', ({ selectFrom }) => selectFrom('expired').select('id'))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Their private parts have no further use. */
async function purgeSigningKeys(db: Kysely<Database>, { now }: Batch): Promise<number> {
  const result = await db
    .deleteFrom('signing_keys')
    .where('remove_at', '<=', now)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
