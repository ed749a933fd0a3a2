import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '../stores/port.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import type { Log } from '../system/log.ts';

interface PurgeDeps<Purge extends 'purgeExpired' | 'purgeEvents'> {
  store: Pick<Store, Purge>;
  clock: Clock;
  log: Log;
}

/** Deletes tokens and replay records whose time is over. */
export async function purgeExpired(
  { store, clock, log }: PurgeDeps<'purgeExpired'>,
  ending?: AbortSignal,
): Promise<void> {
  const purge = (limit: number) => store.purgeExpired(epochSeconds(clock), limit);
  await purgeInBatches('expired tokens and replay records', purge, log, ending);
}

/** Removes audit events that are older than they are kept, by whole hours. */
export async function purgeAuditEvents(
  { store, clock, log }: PurgeDeps<'purgeEvents'>,
  /** Seconds that they are kept; null: for ever. */
  auditRetention: number | null,
  ending?: AbortSignal,
): Promise<void> {
  if (auditRetention === null) return;
  const before = new Date(clock() - auditRetention * 1000).toISOString();
  const purge = (limit: number) => store.purgeEvents(before, limit);
  await purgeInBatches('audit events past their retention', purge, log, ending);
}

/** Small, because exchanges wait while a batch is deleted. */
const BATCH = 100;

/** Milliseconds between two batches, for the exchanges that have waited; most of the time is theirs. */
const PAUSE_MS = 50;

/**
 * Deletes until none is left or `ending`; `purge` deletes at most `limit` of a kind and says how many. A
 * failure is logged: the next run tries again.
 */
async function purgeInBatches(
  what: string,
  purge: (limit: number) => Promise<number>,
  log: Log,
  ending?: AbortSignal,
): Promise<void> {
  let purged = 0;
  try {
    for (;;) {
      const deleted = await purge(BATCH);
      purged += deleted;
      if (deleted < BATCH || ending?.aborted) break;
      await delay(PAUSE_MS);
    }
  } catch (error) {
    log.error({ err: error }, `${what} could not be purged`);
  }
  if (purged > 0) log.debug({ purged }, `purged ${what}`);
}
