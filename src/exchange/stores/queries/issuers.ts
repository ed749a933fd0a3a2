import type { Kysely } from 'kysely';
import type { Issuer } from '../../identity/issuer.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';

export function prepareFindIssuer(
  db: Kysely<Database>,
): (url: string) => Promise<Issuer | undefined> {
  const select = prepareQuery(db, ({ url }: { url: string }) =>
    db.selectFrom('issuers').select(['id', 'url', 'provider', 'enabled']).where('url', '=', url),
  );
  return async (url) => {
    // An `iss` comes from a token that nobody has verified. PostgreSQL stores no NUL and takes none.
    if (url.includes('\0')) return undefined;
    const [row] = await select({ url });
    return row && { ...row, enabled: row.enabled === 1 };
  };
}
