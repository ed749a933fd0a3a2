/**
 * Rows of one statement: both databases limit its parameters (SQLite to 32,766), and no table has a hundred
 * columns. What is saved by more is little.
 */
const BATCH = 250;

/** Rows as the parts that one statement each inserts. */
export function* inBatches<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}
