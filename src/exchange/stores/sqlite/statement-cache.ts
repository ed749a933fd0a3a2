import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
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
      const statement = kyselyStatement(database.prepare(sql, { returnArrays: true }));
      const [oldest] = statements.keys();
      if (oldest !== undefined && statements.size >= CACHED_STATEMENTS) statements.delete(oldest);
      statements.set(sql, statement);
      return statement;
    },
  };
}

/**
 * Asked for rows as arrays, node:sqlite is twice as fast as for objects without a prototype, even
 * with the objects made here; these look like any other.
 */
function kyselyStatement(statement: StatementSync): SqliteStatement {
  const columns = statement.columns().map(({ name }) => name);
  const rowOf = (values: Record<number, SQLOutputValue>) => {
    const row: Record<string, SQLOutputValue | undefined> = {};
    for (let index = 0; index < columns.length; index++) row[columns[index] ?? ''] = values[index];
    return row;
  };
  return {
    reader: columns.length > 0,
    all: (parameters) => statement.all(...bindable(parameters)).map(rowOf),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

/** The column types of schema.ts hold nothing else; node:sqlite throws if they do. */
function bindable(parameters: readonly unknown[]): SQLInputValue[];
function bindable(parameters: readonly unknown[]): unknown {
  return parameters;
}
