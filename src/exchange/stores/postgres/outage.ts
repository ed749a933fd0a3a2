import pg from 'pg';
import { Refusal } from '../../refusal.ts';
import { reasonOf, storeOutage } from '../outage.ts';

/**
 * SQLSTATEs (https://www.postgresql.org/docs/current/errcodes-appendix.html) by class or in full that
 * tell of the server's state, not of the statement: connection, resources, operator intervention, I/O,
 * damage, a database that takes no writes (a standby), that is gone, or that this account may not use any
 * more, waits that were given up, and a statement that was prepared before a newer replica changed its
 * table (0A000): a new connection prepares it anew.
 */
const STATES = ['08', '28', '3D', '40', '53', '57', '58']
  .concat(['0A000', '25006', '25P03', '25P04', '42501', '55P03'])
  .concat(['XX001', 'XX002']);

/**
 * The refusal that an error is if the database cannot be used for now. Whatever the server did not
 * say itself was said by the network.
 */
export function outageOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof pg.DatabaseError && !STATES.some((state) => error.code?.startsWith(state)))
    return undefined;
  if (!(error instanceof pg.DatabaseError) && !isConnectionError(error)) return undefined;
  return storeOutage(reasonOf(error), error);
}

/** Throws the error, or the refusal that it is. */
export function explained(error: unknown): never {
  throw outageOf(error) ?? error;
}

/** pg has no codes for what befalls its connections. */
const LOST =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout e|The server does not support SSL)/;

/** Of sockets and TLS; what begins with ERR_ is a mistake in the program or its configuration. */
function isConnectionError(error: unknown): boolean {
  const { code, message }: { code?: unknown; message?: unknown } = Object(error);
  if (typeof code === 'string' && !code.startsWith('ERR_')) return true;
  return typeof message === 'string' && LOST.test(message);
}
