import type { Kysely } from 'kysely';
import { fromJson, toJson } from '../columns.ts';
import type { PasskeyRecord, PasskeyRecords } from '../ports/passkeys.ts';
import type { Database } from '../schema.ts';
import { COUNT, countOf, paged } from './lists.ts';

export function passkeyRecords(db: Kysely<Database>): PasskeyRecords {
  const select = () =>
    db
      .selectFrom('passkeys')
      .select([
        'id',
        'user_id as userId',
        'credential_id as credentialId',
        'public_key as publicKey',
        'counter',
        'transports',
        'name',
        'created_at as createdAt',
        'last_used_at as lastUsedAt',
      ]);
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];
  const record = (row: Row): PasskeyRecord => ({ ...row, transports: fromJson(row.transports) });
  return {
    list: async (userId, page) =>
      (await paged(select().where('user_id', '=', userId), 'id', page).execute()).map(record),
    count: (userId) =>
      countOf(db.selectFrom('passkeys').select(COUNT).where('user_id', '=', userId)),
    async find(id) {
      const row = await select().where('id', '=', id).executeTakeFirst();
      return row && record(row);
    },
    async findByCredential(credentialId) {
      const row = await select().where('credential_id', '=', credentialId).executeTakeFirst();
      return row && record(row);
    },
    async insert(passkey) {
      await db
        .insertInto('passkeys')
        .values({
          id: passkey.id,
          user_id: passkey.userId,
          credential_id: passkey.credentialId,
          public_key: passkey.publicKey,
          counter: passkey.counter,
          transports: toJson(passkey.transports),
          name: passkey.name,
          created_at: passkey.createdAt,
          last_used_at: passkey.lastUsedAt,
        })
        .execute();
    },
    async noteUse(id, { counter, at }) {
      await db
        .updateTable('passkeys')
        .set({ counter, last_used_at: at })
        .where('id', '=', id)
        .execute();
    },
    async rename(id, name) {
      await db.updateTable('passkeys').set({ name }).where('id', '=', id).execute();
    },
    async remove(id) {
      await db.deleteFrom('passkeys').where('id', '=', id).execute();
    },
  };
}
