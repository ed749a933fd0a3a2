import type { RecordStore } from '../stores/records/records.ts';
import type { Log } from '../system/log.ts';

/** Tells whoever reads the log of a new installation how to make the first admin; later nothing. */
export async function suggestFirstOperator({
  store,
  log,
}: {
  store: RecordStore;
  log: Log;
}): Promise<void> {
  if ((await store.read(({ users }) => users.countOperators())) > 0) return;
  log.info(
    {},
    'there is no operator yet; make the first admin: dockpass user create you@example.com --operator --token',
  );
}
