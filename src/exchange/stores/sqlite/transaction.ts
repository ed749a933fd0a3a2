import type { DatabaseSync } from 'node:sqlite';

/**
 * A deferred transaction takes the write lock with its first write, and fails at once with SQLITE_BUSY
 * if another process has written since its first read.
 */
export function begin(database: DatabaseSync): void {
  database.exec('begin immediate');
}

/**
 * After a full disk or an I/O error SQLite may have rolled back by itself
 * (https://www.sqlite.org/lang_transaction.html). A rollback that fails must not take the place of why.
 */
export function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec('rollback');
  } catch {}
}
