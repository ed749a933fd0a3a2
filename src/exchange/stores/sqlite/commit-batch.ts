import type { DatabaseSync } from 'node:sqlite';
import type { Committed } from '../commits.ts';
import type { Write, WriteOutcome } from '../writes.ts';
import { isOutage } from './outage.ts';
import { prepareWrites } from './writes.ts';

export type CommitBatch = (batch: readonly Write[]) => Committed;

/**
 * One transaction for the whole batch. If a write throws, the batch is taken back and done again
 * with a savepoint around each write, so that only the one that fails is left out; savepoints all
 * the time would nearly double the cost of a write.
 *
 * Throws if the batch could not be committed; then nothing of it was written.
 */
export function batchCommitter(database: DatabaseSync): CommitBatch {
  const apply = prepareWrites(database);
  const readDataVersion = prepareDataVersion(database);
  const commit = (batch: readonly Write[], settleOne: Settle) =>
    inTransaction(database, () => {
      const rulesAsOf = readDataVersion();
      const outcomeOf = (write: Write) =>
        restsOnOldRules(write, rulesAsOf) ? 'relationship_changed' : apply(write);
      return { outcomes: batch.map((write) => settleOne(() => outcomeOf(write))), rulesAsOf };
    });
  return (batch) => {
    try {
      return commit(batch, (write) => fulfilled(write()));
    } catch (error) {
      // Not the fault of one write, and each try may wait for another process's lock again.
      if (isOutage(error)) throw error;
      return commit(batch, (write) => settle(database, write));
    }
  };
}

type Settle = (write: () => WriteOutcome) => PromiseSettledResult<WriteOutcome>;

/** Another process may have made a relationship since: its job would get less than what it is trusted with. */
function restsOnOldRules(write: Write, rulesAsOf: number): boolean {
  return (
    write.kind === 'exchange' && write.recalledAsOf !== null && write.recalledAsOf !== rulesAsOf
  );
}

/**
 * Another one once other connections have written
 * (https://www.sqlite.org/pragma.html#pragma_data_version).
 */
function prepareDataVersion(database: DatabaseSync): () => number {
  const pragma = database.prepare('pragma data_version');
  return () => Number(pragma.get()?.data_version);
}

function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  begin(database);
  try {
    const result = work();
    database.exec('commit');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

function settle<Outcome>(
  database: DatabaseSync,
  write: () => Outcome,
): PromiseSettledResult<Outcome> {
  database.exec('savepoint write');
  try {
    const value = write();
    database.exec('release write');
    return fulfilled(value);
  } catch (reason) {
    if (isOutage(reason)) throw reason;
    database.exec('rollback to write; release write');
    return { status: 'rejected', reason };
  }
}

function fulfilled<Outcome>(value: Outcome): PromiseSettledResult<Outcome> {
  return { status: 'fulfilled', value };
}

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
