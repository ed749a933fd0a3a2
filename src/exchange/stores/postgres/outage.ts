import { DatabaseError } from 'pg';
import { Refusal } from '../../refusal.ts';

/**
 * SQLSTATEs (https://www.postgresql.org/docs/current/errcodes-appendix.html) by class or in full that
 * tell of the server's state, not of the statement: connection, resources, operator intervention, I/O,
 * a standby that takes no writes, and waits that were given up.
 */
const STATES = ['08', '53', '57', '58', '25006', '25P03', '40', '55P03'];

/** Seconds. */
const RETRY_AFTER = 5;

/**
 * The refusal that an error is if the database cannot be used for now. Whatever the server did not
 * say itself was said by the network.
 */
export function outageOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof DatabaseError && !STATES.some((state) => error.code?.startsWith(state)))
    return undefined;
  if (!(error instanceof DatabaseError) && !isConnectionError(error)) return undefined;
  return new Refusal(
    'store_unavailable',
    'The exchange cannot use its database at the moment; try again in a few seconds.',
    { retryAfter: RETRY_AFTER, detail: reasonOf(error), cause: error },
  );
}

/** What pg says of connections, which it gives no codes. */
const LOST =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout e|The server does not support SSL|Cannot use a pool)/;

function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { syscall, code } = error as NodeJS.ErrnoException;
  return syscall !== undefined || isNetworkCode(code) || LOST.test(error.message);
}

/** Node's own errors of sockets and TLS; an AggregateError of several addresses has only this. */
function isNetworkCode(code: string | undefined): boolean {
  return /^(?:E[A-Z]+|ERR_(?:TLS|SSL|SOCKET)\w*|CERT_\w+|\w*CERT\w*)$/.test(code ?? '');
}

/** In one line. Node leaves the message empty if several addresses were tried. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error.message;
}
