import { Kysely, sql } from 'kysely';
import pg from 'pg';
import { cleaningUpAfter } from '../../system/cleaning-up.ts';
import type { Random } from '../../system/random.ts';
import { assembleStore } from '../assemble-store.ts';
import type { OnCommit } from '../commits.ts';
import { type AroundMigration, migrate } from '../migrations/migrate.ts';
import { reasonOf } from '../outage.ts';
import type { Store } from '../port.ts';
import { UniqueViolation } from '../ports/records.ts';
import type { Database } from '../schema.ts';
import { commitBatch, writeWithin } from './commit-batch.ts';
import { createPool } from './connection.ts';
import { databaseName } from './database-name.ts';
import { poolDialect, writerDialect } from './dialect.ts';
import { postgresSchema } from './schema-dialect.ts';

/** One is written while the next is on its way. */
const BATCHES_IN_FLIGHT = 2;

/** Connections. What administrators read, and the purge, must not keep exchanges waiting. */
const MAX_READERS = 8;
const MAX_BROWSERS = 4;
const MAX_WRITERS = 2;

/** Milliseconds: no page of an administrator takes a tenth of it, and others wait for the connection. */
const BROWSER_STATEMENT_TIMEOUT = 5000;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with the parameters of libpq behind it. */
  url: string;
  random: Random;
  onCommit?: OnCommit | undefined;
  aroundMigration?: AroundMigration | undefined;
}

/** Opens the database, which must exist, and brings its schema up to date. */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  try {
    await migrateSchema(options);
  } catch (cause) {
    const name = databaseName(options.url);
    throw new Error(`The database ${name} cannot be used: ${reasonOf(cause)}`, { cause });
  }
  return openStore(options);
}

/** On a connection of its own: a migration may take as long as it takes. */
async function migrateSchema({ url, aroundMigration }: PostgresOptions): Promise<void> {
  const pool = createPool(url, { max: 1, statementTimeout: null });
  const db = new Kysely<Database>({ dialect: poolDialect(pool) });
  await cleaningUpAfter(migrate(db, postgresSchema, aroundMigration), () => db.destroy());
}

function openStore({ url, onCommit }: PostgresOptions): Store {
  const pools = {
    commits: createPool(url, { max: BATCHES_IN_FLIGHT, pipeline: true, indexed: true }),
    reader: createPool(url, { max: MAX_READERS, indexed: true }),
    writer: createPool(url, { max: MAX_WRITERS }),
    browser: createPool(url, {
      max: MAX_BROWSERS,
      statementTimeout: BROWSER_STATEMENT_TIMEOUT,
    }),
  };
  const reader = new Kysely<Database>({ dialect: poolDialect(pools.reader) });
  const writer = new Kysely<Database>({ dialect: writerDialect(pools.writer) });
  const browser = new Kysely<Database>({ dialect: poolDialect(pools.browser) });
  const close = async () => {
    await Promise.all(Object.values(pools).map((pool) => pool.end()));
  };
  let closing: Promise<void> | undefined;
  return assembleStore({
    reader,
    commits: {
      commit: (batch) => commitBatch(pools.commits, batch),
      inFlight: BATCHES_IN_FLIGHT,
      onCommit,
    },
    transact: async (work) => await writer.transaction().execute(work).catch(rethrowTaken),
    write: writeWithin,
    purge: (work) => browser.transaction().execute(work),
    purgesTogether: true,
    snapshot: (work) =>
      browser
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(work),
    sizeQuery: sql`select pg_database_size(current_database()) as bytes`,
    close: () => (closing ??= close()),
  });
}

function rethrowTaken(error: unknown): never {
  throw error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION
    ? new UniqueViolation('It exists already', { cause: error })
    : error;
}
