import type { Write, WriteOutcome } from '../writes.ts';

/** What became of a write that did not fail as a statement. */
export type Verdict = WriteOutcome | Error;

/**
 * One kind of writes, all those of a batch in one statement: it takes them as a JSON array, each with
 * its place in the batch as `write`, and answers with a row for each that it has something to say of.
 */
export interface BatchStatement {
  name: string;
  text: string;
  /** The write as the statement takes it; undefined if it is of another kind. */
  rowOf(write: Write): object | undefined;
  /** The verdict on a write that no row is about. */
  otherwise: Verdict;
}

/** The bytes as a statement decodes them. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
