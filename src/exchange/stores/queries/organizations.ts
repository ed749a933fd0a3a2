import type { Kysely } from 'kysely';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';

/** Whether there is more than one organization, however many there are. */
export function prepareIsShared(db: Kysely<Database>): () => Promise<boolean> {
  const select = prepareQuery(db, () => db.selectFrom('organizations').select('id').limit(2));
  return async () => (await select({})).length > 1;
}
