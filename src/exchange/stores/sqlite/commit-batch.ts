import type { DatabaseSync } from 'node:sqlite';
import type { Write, WriteOutcome } from '../writes.ts';
import { prepareWrites } from './write-statements.ts';

export type CommitBatch = (batch: readonly Write[]) => PromiseSettledResult<WriteOutcome>[];

/**
 * One transaction for the whole batch. If a write throws, the batch is taken back and done again
 * with a savepoint around each write, so that only the one that fails is left out; savepoints all
 * the time would nearly double the cost of a write.
 *
 * Throws if the batch could not be committed; then nothing of it was written.
 */
export function batchCommitter(database: DatabaseSync): CommitBatch {
  const apply = prepareWrites(database);
  return (batch) => {
    try {
      return inTransaction(database, () => batch.map((write) => fulfilled(apply(write))));
    } catch {
      return inTransaction(database, () =>
        batch.map((write) => settle(database, () => apply(write))),
      );
    }
  };
}

function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('begin immediate');
  try {
    const result = work();
    database.exec('commit');
    return result;
  } catch (error) {
    // After a full disk or an I/O error SQLite may have rolled back by itself.
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

function settle<Outcome>(
  database: DatabaseSync,
  apply: () => Outcome,
): PromiseSettledResult<Outcome> {
  database.exec('savepoint write');
  try {
    const value = apply();
    database.exec('release write');
    return fulfilled(value);
  } catch (reason) {
    if (!database.isTransaction) throw reason;
    database.exec('rollback to write; release write');
    return { status: 'rejected', reason };
  }
}

function fulfilled<Outcome>(value: Outcome): PromiseSettledResult<Outcome> {
  return { status: 'fulfilled', value };
}
