import type { DatabaseSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { explained } from './outage.ts';
import { cacheStatements } from './statement-cache.ts';
import type { Writer } from './writer.ts';

/** Queries on this thread; they must not write. Owns `database` and closes it. */
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
  return {
    createDriver: () => writerDriver(writer),
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
function executeOn(writer: Writer): DatabaseConnection['executeQuery'];
function executeOn(writer: Writer): (query: CompiledQuery) => Promise<unknown> {
  return ({ sql, parameters }) => writer.query(sql, parameters);
}

function writerDriver(writer: Writer): Driver {
  const connection: DatabaseConnection = {
    executeQuery: executeOn(writer),
    streamQuery: () => {
      throw new Error('Streams read from the reader');
    },
  };
  const run = (sql: string) => connection.executeQuery(CompiledQuery.raw(sql));
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: () => writer.begin(),
    commitTransaction: async () => void (await run('commit')),
    rollbackTransaction: () => writer.rollBack(),
    releaseConnection: async () => {},
    destroy: () => writer.close(),
  };
}
