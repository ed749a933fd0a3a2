import type { Kysely } from 'kysely';
import type { Issuer } from '../../identity/issuer.ts';
import type { Database } from '../schema.ts';

export async function findIssuer(db: Kysely<Database>, url: string): Promise<Issuer | undefined> {
  return await db
    .selectFrom('issuers')
    .select(['id', 'url', 'provider'])
    .where('url', '=', url)
    .executeTakeFirst();
}
