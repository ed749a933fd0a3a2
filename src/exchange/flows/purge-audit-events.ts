import type { Store } from '../stores/port.ts';
import type { Clock } from '../system/clock.ts';
import type { Log } from '../system/log.ts';
import { purgeInBatches } from './purge-in-batches.ts';

interface PurgeDeps {
  store: Pick<Store, 'purgeEvents'>;
  clock: Clock;
  log: Log;
  /** Seconds that they are kept; null: for ever. */
  auditRetention: number | null;
}

/** Removes audit events that are older than they are kept, by whole hours. */
export async function purgeAuditEvents(
  { store, clock, log, auditRetention }: PurgeDeps,
  ending?: AbortSignal,
): Promise<void> {
  if (auditRetention === null) return;
  const before = new Date(clock() - auditRetention * 1000).toISOString();
  const purge = (limit: number) => store.purgeEvents(before, limit);
  await purgeInBatches('audit events past their retention', purge, log, ending);
}
