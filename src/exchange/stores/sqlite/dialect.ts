import type { DatabaseSync } from 'node:sqlite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { cacheStatements } from './connection.ts';
import { explained } from './outage.ts';
import type { Reader, Writer } from './writer.ts';

/** Queries on this thread; they must not write, nor take long. Owns `database` and closes it. */
export function readerDialect(database: DatabaseSync): Dialect {
  return {
    createDriver: () => new ReaderDriver({ database: cacheStatements(database) }),
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

class ReaderDriver extends SqliteDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: <Row>(query: CompiledQuery) =>
        connection.executeQuery<Row>(query).catch(explained),
      streamQuery: connection.streamQuery.bind(connection),
    };
  }

  /**
   * After some errors SQLite has ended the transaction by itself. That there is none left to end must not
   * take the place of why.
   */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => {});
  }
}

/** Queries on the writer thread, one user of the connection at a time. Owns `writer`. */
export function writerDialect(writer: Writer): Dialect {
  return threadDialect(
    () => writer,
    (thread) => thread.begin(),
  );
}

/** The same on a thread that only reads, started with its first query: most commands need none. */
export function readerThreadDialect(start: () => Reader): Dialect {
  return threadDialect(start, (thread) => thread.query('begin', []));
}

function threadDialect<Thread extends Reader>(start: () => Thread, begin: Begin<Thread>): Dialect {
  return {
    createDriver: () => threadDriver(start, begin),
    createAdapter: () => new LockingAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/**
 * SQLite's DDL is transactional, whatever kysely's adapter says of it. With that known the migrator
 * works within one transaction, and since ours take the write lock when they begin, that is a real
 * migration lock; the adapter's own does nothing.
 */
class LockingAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Rows have the type that the query was built with; the thread cannot know it. */
function executeOn(thread: () => Reader): DatabaseConnection['executeQuery'];
function executeOn(thread: () => Reader): (query: CompiledQuery) => Promise<unknown> {
  return ({ sql, parameters }) => thread().query(sql, parameters);
}

type Begin<Thread> = (thread: Thread) => Promise<unknown>;

function threadDriver<Thread extends Reader>(start: () => Thread, begin: Begin<Thread>): Driver {
  let thread: Thread | undefined;
  const connected = () => (thread ??= start());
  const connection: DatabaseConnection = {
    executeQuery: executeOn(connected),
    streamQuery: () => {
      throw new Error('Streams read from the main thread');
    },
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => void (await begin(connected())),
    commitTransaction: async () => void (await connected().query('commit', [])),
    rollbackTransaction: () => connected().rollBack(),
    releaseConnection: async () => {},
    destroy: async () => await thread?.close(),
  };
}
