import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Queries are few and fixed but for lists of varying length; those push each other out. */
const CACHED_STATEMENTS = 200;

/** node:sqlite in the shape that kysely expects, which is that of better-sqlite3. */
export function cacheStatements(database: DatabaseSync): SqliteDatabase {
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
