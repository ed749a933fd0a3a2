import type { QueryResult } from 'kysely';
import type { Committed } from '../shared-commits.ts';
import type { Write, WriteOutcome } from '../writes.ts';

/** What the main thread asks of the writer thread; answered in the order in which it was asked. */
export type WriterRequest =
  | { kind: 'query'; sql: string; parameters: readonly unknown[] }
  | { kind: 'begin' }
  | { kind: 'rollback' }
  | { kind: 'commit'; batch: readonly Write[] }
  /** Within the transaction that was begun. */
  | { kind: 'write'; write: Write }
  | { kind: 'close' };

export interface WriterReplies {
  query: QueryResult<unknown>;
  begin: undefined;
  rollback: undefined;
  commit: Committed;
  write: WriteOutcome;
  close: undefined;
}

export type WriterReply = { value: WriterReplies[WriterRequest['kind']] } | { error: unknown };
