import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How long a write of another process (the command line, a backup) is waited for. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the connection that writes, and makes file and folder if they are missing, for the owner only:
 * the file holds the private signing keys. SQLite gives `-wal` and `-shm` the mode of the file.
 */
export function openWriter(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  // WAL: readers never wait for the writer. FULL: a commit is on disk before it returns, so nothing
  // that was answered is lost in a power failure (https://www.sqlite.org/pragma.html#pragma_synchronous).
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  return database;
}

export function openReader(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, readOnly: true });
}
