import type { RecordStore } from '../stores/ports/records.ts';
import type { Log } from '../system/log.ts';

/**
 * Tells whoever reads the log of a new installation how to make the first admin, or how one comes
 * back where all are disabled; otherwise nothing.
 */
export async function suggestFirstOperator({
  store,
  log,
}: {
  store: RecordStore;
  log: Log;
}): Promise<void> {
  const { active, disabled } = await store.read(async ({ users }) => ({
    active: await users.countOperators(),
    disabled: await users.findDisabledOperator(),
  }));
  if (active > 0) return;
  const advice = disabled
    ? `every operator is disabled; let one in again: dockpass user enable ${disabled.email}`
    : 'there is no operator yet; make the first admin: dockpass user create you@example.com --operator --token';
  log.info({}, advice);
}
