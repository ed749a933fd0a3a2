import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { QueryResult } from 'kysely';
import type { Committed } from '../commits.ts';
import type { Write, WriteOutcome } from '../writes.ts';
import { outageOr } from './outage.ts';

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

/** The connection that writes, as seen from the main thread. */
export interface Writer {
  query(sql: string, parameters: readonly unknown[]): Promise<WriterReplies['query']>;
  /** Begins a transaction that holds the write lock. */
  begin(): Promise<void>;
  /** Takes back what is left of a transaction; never rejects. */
  rollBack(): Promise<void>;
  commit(batch: readonly Write[]): Promise<WriterReplies['commit']>;
  /** As a part of the transaction that was begun. */
  write(write: Write): Promise<WriterReplies['write']>;
  /** Waits for everything asked before. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A connection that only reads, as seen from the main thread. */
export type Reader = Pick<Writer, 'query' | 'rollBack' | 'close'>;

/** Starts the writer thread. If the thread dies, everything asked then and later rejects. */
export function startWriter(path: string): Writer {
  return startThread({ path, writes: true });
}

/** The same for what takes longer to read than the main thread may stand still. */
export function startReader(path: string): Reader {
  return startThread({ path, writes: false });
}

/** What a thread is told when it is started. */
export interface ThreadData {
  path: string;
  writes: boolean;
}

function startThread(workerData: ThreadData): Writer {
  const worker = new Worker(new URL('./database-thread.ts', import.meta.url), { workerData });
  const waiting: Waiting[] = [];
  let dead: unknown;

  worker.on('message', (reply: WriterReply) => {
    const asked = waiting.shift();
    if ('error' in reply) asked?.reject(outageOr(reply.error));
    else asked?.resolve(reply.value);
  });
  const die = (error: Error) => {
    dead ??= outageOr(error);
    for (const asked of waiting.splice(0)) asked.reject(dead);
  };
  worker.on('error', die);
  worker.on('messageerror', die);
  worker.on('exit', () => die(new Error('The connection to the database is closed')));

  function ask<Kind extends WriterRequest['kind']>(
    request: WriterRequest & { kind: Kind },
  ): Promise<WriterReplies[Kind]> {
    return new Promise<WriterReplies[Kind]>((resolve, reject) => {
      if (dead) return reject(dead);
      worker.postMessage(request);
      waiting.push({ resolve, reject });
    });
  }

  return {
    query: (sql, parameters) => ask({ kind: 'query', sql, parameters }),
    begin: () => ask({ kind: 'begin' }),
    // Its failure would take the place of the one that it is for.
    rollBack: () => ask({ kind: 'rollback' }).catch(() => {}),
    commit: (batch) => ask({ kind: 'commit', batch }),
    write: (write) => ask({ kind: 'write', write }),
    async close() {
      if (dead) return;
      const exit = once(worker, 'exit');
      await ask({ kind: 'close' });
      await exit;
    },
  };
}
