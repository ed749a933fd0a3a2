import { Kysely, sql, type Transaction } from 'kysely';
import { cleaningUpIfFailed } from '../../system/cleaning-up.ts';
import type { Random } from '../../system/random.ts';
import { assembleStore, type Backend } from '../assemble-store.ts';
import type { OnCommit } from '../commits.ts';
import { type AroundMigration, migrate } from '../migrations/migrate.ts';
import { reasonOf } from '../outage.ts';
import type { Store } from '../port.ts';
import { UniqueViolation } from '../ports/records.ts';
import type { Database } from '../schema.ts';
import { ensureFile, openReader } from './connection.ts';
import { readerDialect, readerThreadDialect, writerDialect } from './dialect.ts';
import { sqliteSchema } from './schema-dialect.ts';
import { startReader, startWriter, type Writer } from './writer.ts';

interface SqliteOptions {
  /** File; made with its folder if missing. */
  path: string;
  random: Random;
  onCommit?: OnCommit | undefined;
  aroundMigration?: AroundMigration | undefined;
  oneThread?: boolean | undefined;
}

/** Opens the database file and brings its schema up to date. */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  try {
    return await openStore(options);
  } catch (cause) {
    throw new Error(`The database ${options.path} cannot be used: ${reasonOf(cause)}`, { cause });
  }
}

async function openStore({ path, ...options }: SqliteOptions): Promise<Store> {
  ensureFile(path);
  const thread = startWriter(path);
  return await cleaningUpIfFailed(openOn(thread, { path, ...options }), thread.close);
}

async function openOn(
  thread: Writer,
  { path, onCommit, aroundMigration, oneThread = false }: SqliteOptions,
): Promise<Store> {
  const writer = new Kysely<Database>({ dialect: writerDialect(thread) });
  await migrate(writer, sqliteSchema, aroundMigration);
  const reader = new Kysely<Database>({ dialect: readerDialect(openReader(path)) });
  const browser = new Kysely<Database>({ dialect: readerThreadDialect(() => startReader(path)) });
  const transact: Backend['transact'] = async (work) =>
    await writer.transaction().execute(work).catch(rethrowTaken);
  return assembleStore({
    reader,
    // Kysely lends the connection to one user at a time: no batch lands within a transaction.
    commits: {
      commit: (batch) => writer.connection().execute(() => thread.commit(batch)),
      inFlight: 1,
      onCommit,
    },
    transact,
    write: (_, write) => thread.write(write),
    purge: transact,
    purgesTogether: false,
    sizeQuery: sql`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`,
    snapshot: oneThread
      ? (work) => writer.connection().execute((connection) => readBetween(thread, connection, work))
      : (work) => browser.transaction().execute(work),
    close: async () => {
      for (const database of [reader, browser, writer]) await database.destroy();
    },
  });
}

/** In a transaction without the write lock, which it does not need: nobody else's commit waits for it. */
async function readBetween<Result>(
  thread: Writer,
  connection: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  await thread.query('begin', []);
  try {
    // All that a transaction is besides is who ends it.
    return await work(connection as Transaction<Database>);
  } finally {
    await thread.rollBack();
  }
}

/** Of an error, only its texts come through from the writer thread. */
function rethrowTaken(error: Error): never {
  throw error.message.startsWith('UNIQUE constraint failed')
    ? new UniqueViolation('It exists already', { cause: error })
    : error;
}
