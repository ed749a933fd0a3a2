import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';

interface Batch {
  /** Seconds since the epoch. */
  now: number;
  limit: number;
  /** Leaves rows to whoever else is deleting them, instead of waiting for them. */
  skipLocked: boolean;
}

/** Rows of which batches are deleted, the oldest first. */
interface Kind {
  table: keyof Database;
  key: readonly string[];
  age: string;
  expired: (now: number) => RawBuilder<boolean>;
}

const keepUntil = (table: keyof Database, ...key: string[]): Kind => ({
  table,
  key,
  age: 'keep_until',
  expired: (now) => sql`keep_until < ${now}`,
});

const endsItself = (table: keyof Database, key: string): Kind => ({
  table,
  key: [key],
  age: 'expires_at',
  expired: (now) => sql`expires_at <= ${now}`,
});

/** Seconds that a one-time link is kept after its end, so that whoever opens it hears that it has expired. */
const EXPIRED_LINKS_KEPT = 30 * 86_400;

/** Seconds, so that a client that still asks hears that its time is over. */
const EXPIRED_DEVICES_KEPT = 3600;

/**
 * Seconds that a build token is kept after its end, so that whoever shows it still hears that it has
 * expired, or was revoked: a push may have begun before.
 */
export const EXPIRED_TOKENS_KEPT = 86_400;

/** Grants go with their token. Of signing keys there are few; their private parts have no further use. */
const KINDS: readonly Kind[] = [
  keepUntil('replays', 'issuer', 'jti'),
  keepUntil('revoked_runs', 'issuer', 'run_id', 'project_id'),
  keepUntil('idempotency_keys', 'user_id', 'key'),
  endsItself('invitations', 'id'),
  endsItself('sessions', 'id'),
  endsItself('ceremonies', 'hash'),
  {
    table: 'device_authorizations',
    key: ['id'],
    age: 'expires_at',
    expired: (now) => sql`expires_at <= ${now - EXPIRED_DEVICES_KEPT}`,
  },
  {
    table: 'one_time_links',
    key: ['id'],
    age: 'expires_at',
    expired: (now) => sql`expires_at <= ${now - EXPIRED_LINKS_KEPT}`,
  },
  {
    table: 'tokens',
    key: ['id'],
    age: 'expires_at',
    expired: (now) => sql`expires_at <= ${now - EXPIRED_TOKENS_KEPT}`,
  },
  {
    table: 'signing_keys',
    key: ['kid'],
    age: 'remove_at',
    expired: (now) => sql`remove_at <= ${now}`,
  },
];

/** At most `limit` rows of each kind; how many of all together. */
export async function purgeExpired(trx: Transaction<Database>, batch: Batch): Promise<number> {
  let deleted = 0;
  for (const kind of KINDS) deleted += await purgeKind(trx, kind, batch);
  return deleted;
}

async function purgeKind(
  trx: Transaction<Database>,
  { table, key, age, expired }: Kind,
  { now, limit, skipLocked }: Batch,
): Promise<number> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const unlocked = skipLocked ? sql`for update skip locked` : sql``;
  // Materialized: a planner that looked for them anew for each row would find others each time.
  const { numAffectedRows } = await sql`
    with expired as materialized (
      select ${columns} from ${sql.table(table)} where ${expired(now)}
      order by ${sql.ref(age)} limit ${limit} ${unlocked}
    )
    delete from ${sql.table(table)} where (${columns}) in (select ${columns} from expired)
  `.execute(trx);
  return Number(numAffectedRows);
}
