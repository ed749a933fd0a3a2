import type { DatabaseSync, SQLInputValue, StatementResultingChanges } from 'node:sqlite';
import type { Database } from '../schema.ts';

/** A prepared INSERT of one row; returns how many rows it added, and the number of the last. */
export function prepareInsert<
  Table extends keyof Database,
  Column extends Extract<keyof Database[Table], string>,
>(
  database: DatabaseSync,
  table: Table,
  columns: readonly Column[],
  onConflict = '',
): (row: Record<Column, SQLInputValue>) => StatementResultingChanges {
  const values = columns.map(() => '?').join(', ');
  const insert = database.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${values}) ${onConflict}`,
  );
  return (row) => insert.run(...columns.map((column) => row[column]));
}
