import type { Kysely } from 'kysely';
import type { Issuer } from '../../identity/identity.ts';
import { toFlag } from '../columns.ts';
import type { IssuerRecord, IssuerRecords } from '../ports/issuers.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';
import { paged } from './lists.ts';
import { raiseGeneration } from './revocations.ts';

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

export function issuerRecords(db: Kysely<Database>): IssuerRecords {
  const select = () =>
    db
      .selectFrom('issuers')
      .select(['id', 'url', 'provider', 'enabled', 'created_at as createdAt']);
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];
  const record = (row: Row): IssuerRecord => ({ ...row, enabled: row.enabled === 1 });
  return {
    list: async (page) => (await paged(select(), 'id', page).execute()).map(record),
    all: async () => (await select().orderBy('id').execute()).map(record),
    async find(id) {
      const row = await select().where('id', '=', id).executeTakeFirst();
      return row && record(row);
    },
    async findByUrl(url) {
      const row = await select().where('url', '=', url).executeTakeFirst();
      return row && record(row);
    },
    async insert({ id, url, provider, enabled, createdAt }) {
      await db
        .insertInto('issuers')
        .values({ id, url, provider, enabled: toFlag(enabled), created_at: createdAt })
        .execute();
    },
    async setEnabled(id, enabled) {
      await db
        .updateTable('issuers')
        .set({ enabled: toFlag(enabled) })
        .where('id', '=', id)
        .execute();
      if (!enabled) await raiseGeneration(db, 'issuers', id);
    },
    async remove(id) {
      await db.deleteFrom('issuers').where('id', '=', id).execute();
    },
  };
}
