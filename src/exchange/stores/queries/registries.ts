import type { Kysely } from 'kysely';
import type { Registry } from '../../registry/registry-store.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';

export function prepareFindRegistry(
  db: Kysely<Database>,
): (name: string) => Promise<Registry | undefined> {
  const select = prepareQuery(db, ({ name }: { name: string }) =>
    db.selectFrom('registries').select(['id', 'name']).where('name', '=', name),
  );
  // Whoever asks sends it. PostgreSQL stores no NUL and takes none.
  return async (name) => (name.includes('\0') ? undefined : (await select({ name }))[0]);
}
