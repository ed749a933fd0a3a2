import { Refusal } from '../../refusal.ts';

/**
 * What SQLite says when it cannot write for now (https://www.sqlite.org/rescode.html: FULL, IOERR,
 * BUSY, READONLY, CANTOPEN, CORRUPT). Of an error, only its texts come through from the writer thread.
 */
const OUTAGE =
  /^(?:database or disk is full|disk I\/O error|database is locked|attempt to write a readonly database|unable to open database file|database disk image is malformed)/;

/** The refusal that an error is if the database cannot be written for now; else the error. */
export function outageOr(error: unknown): unknown {
  const { message = '' }: { message?: string } = Object(error);
  if (!OUTAGE.test(message)) return error;
  return new Refusal(
    'store_unavailable',
    'The exchange cannot use its database at the moment; try again in a few seconds.',
    { detail: message, cause: error },
  );
}
