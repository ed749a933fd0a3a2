import type { Kysely } from 'kysely';
import type { IdentityRecords } from '../ports/identities.ts';
import type { Database } from '../schema.ts';
import { paged } from './lists.ts';

export function identityRecords(db: Kysely<Database>): IdentityRecords {
  const select = () =>
    db
      .selectFrom('identities')
      .select([
        'id',
        'issuer',
        'subject',
        'user_id as userId',
        'created_at as createdAt',
        'last_used_at as lastUsedAt',
      ]);
  return {
    list: (userId, page) => paged(select().where('user_id', '=', userId), 'id', page).execute(),
    find: (id) => select().where('id', '=', id).executeTakeFirst(),
    findBySubject: (issuer, subject) =>
      select().where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst(),
    async insert({ id, issuer, subject, userId, createdAt, lastUsedAt }) {
      await db
        .insertInto('identities')
        .values({
          id,
          issuer,
          subject,
          user_id: userId,
          created_at: createdAt,
          last_used_at: lastUsedAt,
        })
        .execute();
    },
    async noteUse(id, at) {
      await db.updateTable('identities').set({ last_used_at: at }).where('id', '=', id).execute();
    },
    async remove(id) {
      await db.deleteFrom('identities').where('id', '=', id).execute();
    },
  };
}
