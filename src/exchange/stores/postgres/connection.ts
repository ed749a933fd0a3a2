import pg from 'pg';
import { explained, outageOf } from './outage.ts';

/** How long to try to reach the server before it counts as down. */
const CONNECT_TIMEOUT_MS = 5000;

/** By the server, for one statement, the wait for the write lock included. */
const STATEMENT_TIMEOUT_MS = 20_000;

/** How much later we give up ourselves, if the server is gone without a word and cannot keep its own. */
const ANSWER_GRACE_MS = 5000;

/** A replica that stands still in mid-transaction must not keep the write lock from the others. */
const IDLE_TRANSACTION_TIMEOUT_MS = 10_000;

interface PoolOptions {
  /** Connections at most. */
  max: number;
  /** Whether queries are sent without waiting for the answers to those before. */
  pipeline?: boolean;
  /** Milliseconds that a statement may take; null: as long as it takes. */
  statementTimeout?: number | null;
  /** Whether every table is read by its indexes, even where it was small when the plan was made. */
  indexed?: boolean;
}

/** Connections to the database at `url`, made when they are needed and again when they were lost. */
export function createPool(
  url: string,
  { max, pipeline = false, statementTimeout = STATEMENT_TIMEOUT_MS, indexed = false }: PoolOptions,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'dockpass',
    max,
    pipeline,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...(statementTimeout !== null && { query_timeout: statementTimeout + ANSWER_GRACE_MS }),
    types: { getTypeParser: typeParser },
    onConnect: setSession({
      ...(statementTimeout !== null && { statement_timeout: statementTimeout }),
      // Up to PostgreSQL 17 a scan that must be counts as so dear then that it would be compiled first.
      ...(indexed && { enable_seqscan: 'off', jit: 'off' }),
      idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    }),
  });
  // An idle connection that was lost is replaced when it is needed; who has one in use is told there.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', (error) => losses.set(client, error)));
  return pool;
}

/** Why connections were lost between two queries: the next one is only told that it cannot be sent. */
const losses = new WeakMap<pg.ClientBase, Error>();

/** What a query on `client` failed with, or what had come before it. */
export function firstError(client: pg.ClientBase, error: unknown): unknown {
  return losses.get(client) ?? error;
}

/**
 * Not as parameters of the connection, which poolers turn down. The pool waits for the promise, of
 * which its types say nothing.
 */
function setSession(settings: Record<string, string | number>): (client: pg.ClientBase) => unknown {
  const set = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', '${value}', false)`,
  );
  // What is answered must be on disk, whatever the database or the user is set to.
  const keepCommits = `set_config('synchronous_commit', case current_setting('synchronous_commit')
    when 'off' then 'on' else current_setting('synchronous_commit') end, false)`;
  // Whoever waits for the write lock must then see what was committed meanwhile.
  const readCommitted = `set_config('default_transaction_isolation', 'read committed', false)`;
  const text = `select ${[...set, keepCommits, readCommitted].join(', ')}`;
  return (client) => client.query(text);
}

/** Lends a connection; one that was lost is not lent again. */
export async function withClient<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect().catch(explained);
  let lost = false;
  try {
    return await work(client);
  } catch (failure) {
    const error = firstError(client, failure);
    lost = outageOf(error) !== undefined;
    return explained(error);
  } finally {
    client.release(lost);
  }
}

type Parse = (text: string) => unknown;

/** Numbers and bytes as SQLite gives them: pg leaves 64-bit integers as text, and bytes in a Buffer. */
const PARSERS = new Map<number, Parse>([
  [pg.types.builtins.INT8, safeInteger],
  [pg.types.builtins.BYTEA, (hex) => new Uint8Array(Buffer.from(hex.slice('\\x'.length), 'hex'))],
]);

function typeParser(oid: number, format: 'text' | 'binary' = 'text'): Parse {
  return PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format);
}

function safeInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for a number`);
  return number;
}

/** Any number that nothing else in the database uses: "dockpass" in ASCII. */
const WRITE_LOCK = '7237954699143344499';

/**
 * Waits until nobody else writes, and ends with the transaction. Events are numbered when they are
 * written and seen when they are committed; only one at a time keeps both orders the same, so that an
 * export that continues after the last number misses none. And whoever looks before they write may
 * rely on what they have seen.
 */
export const TAKE_WRITE_LOCK = `select pg_advisory_xact_lock(${WRITE_LOCK})`;
