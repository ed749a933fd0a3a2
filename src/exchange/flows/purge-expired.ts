import type { Store } from '../stores/port.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { purgeInBatches } from './purge-in-batches.ts';

interface PurgeDeps {
  store: Pick<Store, 'purgeExpired'>;
  clock: Clock;
  log: Log;
}

/** Deletes tokens and replay records whose time is over. */
export async function purgeExpired(
  { store, clock, log }: PurgeDeps,
  ending?: AbortSignal,
): Promise<void> {
  const purge = (limit: number) => store.purgeExpired(epochSeconds(clock), limit);
  await purgeInBatches('expired tokens and replay records', purge, log, ending);
}
