import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';

/** Queries are few and fixed but for lists of varying length; those push each other out. */
const CACHED_STATEMENTS = 200;

/** node:sqlite for kysely, whose own dialect is written for better-sqlite3. Closes `database`. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  const config = { database: withStatementCache(database) };
  const dialect = new SqliteDialect(config);
  return {
    createDriver: () => new ImmediateDriver(config),
    createAdapter: () => new LockingAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

/**
 * A transaction takes the write lock when it begins. A deferred one takes it at its first write, and
 * fails at once with SQLITE_BUSY if another process has written since its first read.
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/**
 * SQLite's DDL is transactional (https://www.sqlite.org/lang_transaction.html), kysely's adapter says
 * it is not. With it the migrator works within one transaction, and as that begins immediate, it is
 * the lock: the adapter's own acquireMigrationLock does nothing.
 */
class LockingAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function withStatementCache(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const cached = statements.get(sql);
      if (cached) return cached;
      const statement = kyselyStatement(database.prepare(sql));
      const [oldest] = statements.keys();
      if (oldest !== undefined && statements.size >= CACHED_STATEMENTS) statements.delete(oldest);
      statements.set(sql, statement);
      return statement;
    },
  };
}

function kyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

/** The column types of schema.ts hold nothing else; node:sqlite throws if they do. */
function bindable(parameters: readonly unknown[]): SQLInputValue[];
function bindable(parameters: readonly unknown[]): unknown {
  return parameters;
}
