import type { DatabaseSync } from 'node:sqlite';
import type { WriteOutcome } from '../writes.ts';

/**
 * About as many pages as an exchange touches: a disk on which there is room for fewer is full. Random,
 * because SQLite writes no page that would stay the same.
 */
const PROBE_BYTES = 64 * 1024;

export function prepareProbe(database: DatabaseSync): () => WriteOutcome {
  const probe = database.prepare(
    `insert into write_probe (id, content) values (1, randomblob(${PROBE_BYTES}))
     on conflict (id) do update set content = excluded.content`,
  );
  return () => {
    probe.run();
    return 'committed';
  };
}
