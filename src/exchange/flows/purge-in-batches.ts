import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../system/log.ts';

/** Small, because exchanges wait while a batch is deleted. */
const BATCH = 100;

/** Milliseconds between two batches, for the exchanges that have waited; most of the time is theirs. */
const PAUSE_MS = 50;

/**
 * Deletes until none is left or `ending`; `purge` deletes at most `limit` of a kind and says how many. A
 * failure is logged: the next run tries again.
 */
export async function purgeInBatches(
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
