import type { DatabaseSync } from 'node:sqlite';
import type { Write, WriteOutcome } from '../writes.ts';
import { prepareWrites } from './write-statements.ts';

export type CommitBatch = (batch: readonly Write[]) => PromiseSettledResult<WriteOutcome>[];

/**
 * One transaction for the whole batch, with a savepoint for each write, so that one that fails takes
 * back only what it wrote itself. Throws if the batch could not be committed; then nothing of it was
 * written.
 */
export function batchCommitter(database: DatabaseSync): CommitBatch {
  const apply = prepareWrites(database);
  return (batch) => {
    database.exec('begin immediate');
    try {
      const outcomes = batch.map((write) => settle(database, () => apply(write)));
      database.exec('commit');
      return outcomes;
    } catch (error) {
      if (database.isTransaction) database.exec('rollback');
      throw error;
    }
  };
}

function settle<Outcome>(
  database: DatabaseSync,
  apply: () => Outcome,
): PromiseSettledResult<Outcome> {
  database.exec('savepoint write');
  try {
    const value = apply();
    database.exec('release write');
    return { status: 'fulfilled', value };
  } catch (reason) {
    // A full disk or an I/O error rolls back the whole transaction, savepoints included.
    if (!database.isTransaction) throw reason;
    database.exec('rollback to write; release write');
    return { status: 'rejected', reason };
  }
}
