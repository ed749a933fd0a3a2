import type { Store } from '../stores/port.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import type { Log } from '../system/log.ts';

/** Small, because exchanges wait while a batch is deleted. */
const BATCH = 500;

interface PurgeDeps {
  store: Pick<Store, 'purgeExpired'>;
  clock: Clock;
  log: Log;
}

/** Deletes tokens and replay records whose time is over. A failure is logged: the next run tries again. */
export async function purgeExpired({ store, clock, log }: PurgeDeps): Promise<void> {
  let purged = 0;
  try {
    for (;;) {
      const deleted = await store.purgeExpired(epochSeconds(clock), BATCH);
      purged += deleted;
      if (deleted < BATCH) break;
    }
  } catch (error) {
    log.error({ err: error }, 'expired tokens and replay records could not be purged');
  }
  if (purged > 0) log.debug({ purged }, 'purged expired tokens and replay records');
}
