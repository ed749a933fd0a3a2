import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from '../stores/port.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import type { Log } from '../system/log.ts';

/** Small, because exchanges wait while a batch is deleted. */
const BATCH = 100;

/** Milliseconds between two batches, for the exchanges that have waited; most of the time is theirs. */
const PAUSE_MS = 50;

interface PurgeDeps {
  store: Pick<Store, 'purgeExpired'>;
  clock: Clock;
  log: Log;
}

/**
 * Deletes tokens and replay records whose time is over, until none is left or `ending`. A failure is
 * logged: the next run tries again.
 */
export async function purgeExpired(
  { store, clock, log }: PurgeDeps,
  ending?: AbortSignal,
): Promise<void> {
  let purged = 0;
  try {
    for (;;) {
      const deleted = await store.purgeExpired(epochSeconds(clock), BATCH);
      purged += deleted;
      if (deleted < BATCH || ending?.aborted) break;
      await delay(PAUSE_MS);
    }
  } catch (error) {
    log.error({ err: error }, 'expired tokens and replay records could not be purged');
  }
  if (purged > 0) log.debug({ purged }, 'purged expired tokens and replay records');
}
