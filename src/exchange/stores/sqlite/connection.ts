import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { LRUCache } from 'lru-cache';

/** How long a write waits for one of another process: the command line, a backup. */
const WRITE_TIMEOUT_MS = 30_000;

/** Readers wait only while another process opens or recovers the file. */
const READ_TIMEOUT_MS = 5000;

/**
 * Makes file and folder if they are missing, for the owner only: they hold the private signing keys.
 * SQLite gives `-wal` and `-shm` the mode of the file. Files that are there are closed to everybody
 * else; Windows has no such modes, and lets this pass.
 */
export function ensureFile(path: string): void {
  ensureFolder(dirname(path));
  ensureWritable(path);
  for (const file of [path, `${path}-wal`, `${path}-shm`])
    if (existsSync(file)) closeToOthers(file);
}

/** Level by level: Node's `recursive` tries for ever where no folder can be made, as in /proc. */
function ensureFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) ensureFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    // Another process that starts at the same time may have made it.
    if (existsSync(folder)) return;
    throw new Error(
      codeOf(cause) === 'EACCES'
        ? `${thisAccount()} may not make the folder ${folder}, nor look into it if it is there; make it and give it to the account that runs dockpass: mkdir -p ${folder} && chown ACCOUNT ${folder}, ${ELSEWHERE}`
        : `the folder ${folder} cannot be made (${codeOf(cause)}); name another place in DOCKPASS_DATABASE`,
      { cause },
    );
  }
}

function ensureWritable(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    if (codeOf(cause) === 'EISDIR')
      throw new Error(
        `it is a folder; name a file in DOCKPASS_DATABASE, such as ${join(path, 'dockpass.db')}`,
        { cause },
      );
    if (codeOf(cause) !== 'EACCES') throw cause;
    const folder = dirname(path);
    throw new Error(
      `${thisAccount()} may not write it; run dockpass as the account that it belongs to, or give it to the one that runs dockpass: chown -R ACCOUNT ${folder} (if nothing else is in there), ${ELSEWHERE}`,
      { cause },
    );
  }
}

const ELSEWHERE = 'or name another place in DOCKPASS_DATABASE';

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** By its number: in a container an account seldom has a name. */
function thisAccount(): string {
  // oxlint-disable-next-line no-restricted-globals -- who it is, not what it was told
  const id = process.geteuid?.();
  return id === undefined ? 'this account' : `this account (uid ${id})`;
}

function closeToOthers(file: string): void {
  if ((statSync(file).mode & 0o077) === 0) return;
  try {
    chmodSync(file, 0o600);
  } catch (cause) {
    throw new Error(
      `others than its owner may read ${file}, which holds private signing keys; its owner must run: chmod 600 ${file}`,
      { cause },
    );
  }
}

export function openWriter(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: WRITE_TIMEOUT_MS });
  // WAL: readers and the writer never wait for each other. FULL: a commit is on the disk before it
  // returns, so that a power failure takes nothing that was answered
  // (https://www.sqlite.org/pragma.html#pragma_synchronous).
  turnOnWal(database);
  database.exec('pragma synchronous = full');
  // 4 MiB of pages: with more, commits cost more, as most of them walk the whole cache
  // (docs/decisions/0003-stores.md). A checkpoint every 16 MiB: a page that many commits share is
  // written back once.
  database.exec('pragma cache_size = -4096; pragma wal_autocheckpoint = 4096');
  return database;
}

const WAL_ATTEMPTS = 10;
const WAL_PAUSE_MS = 50;

/** Processes that turn on WAL in a new file at once are in each other's way, and SQLite fails without waiting. */
function turnOnWal(database: DatabaseSync): void {
  for (let attempt = 1; ; attempt++) {
    try {
      database.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      if (!isBusy(error) || attempt === WAL_ATTEMPTS) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAL_PAUSE_MS);
    }
  }
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy. */
function isBusy(error: unknown): boolean {
  return (error as { errcode?: number }).errcode === 5;
}

export function openReader(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: READ_TIMEOUT_MS, readOnly: true });
}

/** How the check's errors begin. */
export const REPLACED = 'the database file was replaced';

/**
 * A check that throws once one of the files of the database at `path`, which is open, was moved, deleted
 * or replaced. The connection would go on with the old one, and nobody who opens the database by its
 * name would find what was granted or revoke it (https://www.sqlite.org/howtocorrupt.html, 4.3).
 *
 * `-wal` and `-shm` are made with the first write and stay as long as the connection does: each counts
 * from when it was seen first. A file that was moved back is the same one again.
 */
export function sameFileCheck(path: string): () => void {
  const opened = new Map([[path, identityOf(path)]]);
  const files = [path, `${path}-wal`, `${path}-shm`];
  return () => {
    for (const file of files) {
      const identity = identityOf(file);
      const first = opened.get(file);
      if (first === undefined && identity !== undefined) opened.set(file, identity);
      if (first !== undefined && identity !== first)
        throw new Error(
          `${REPLACED}: ${file} ${identity === undefined ? 'is gone' : 'is another file now'}`,
        );
    }
  };
}

/** Undefined if there is no such file. */
function identityOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

/** Queries are few and fixed but for lists of varying length; those push each other out. */
const CACHED_STATEMENTS = 200;

/** node:sqlite in the shape that kysely expects, which is that of better-sqlite3. */
export function cacheStatements(database: DatabaseSync): SqliteDatabase {
  const statements = new LRUCache<string, SqliteStatement>({ max: CACHED_STATEMENTS });
  return {
    close: () => database.close(),
    prepare(sql) {
      const cached = statements.get(sql);
      if (cached) return cached;
      const statement = kyselyStatement(database.prepare(sql, { returnArrays: true }));
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
