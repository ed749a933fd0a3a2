import type { Kysely } from 'kysely';
import { SESSION_IDLES } from '../../sessions/session.ts';
import type { SessionRecords } from '../ports/sessions.ts';
import type { Database } from '../schema.ts';
import { paged } from './lists.ts';

/** SQLite takes no offset without a limit. */
const MOST_AT_A_TIME = 1000;

export function sessionRecords(db: Kysely<Database>): SessionRecords {
  const select = () =>
    db
      .selectFrom('sessions')
      .select([
        'id',
        'user_id as userId',
        'form_key as formKey',
        'method',
        'token_id as tokenId',
        'client_address as clientAddress',
        'user_agent as userAgent',
        'created_at as createdAt',
        'last_seen_at as lastSeenAt',
        'expires_at as expiresAt',
      ]);
  return {
    list: (userId, page, now) =>
      paged(
        select()
          .where('user_id', '=', userId)
          .where('expires_at', '>', now)
          .where('last_seen_at', '>', now - SESSION_IDLES)
          .where(({ eb, or, exists, selectFrom, ref }) =>
            or([
              eb('token_id', 'is', null),
              exists(
                selectFrom('user_tokens as t')
                  .select('t.id')
                  .where('t.id', '=', ref('sessions.token_id'))
                  .where('t.revoked_at', 'is', null)
                  .where((token) =>
                    token.or([token('t.expires_at', 'is', null), token('t.expires_at', '>', now)]),
                  ),
              ),
            ]),
          ),
        'id',
        page,
      ).execute(),
    find: (id) => select().where('id', '=', id).executeTakeFirst(),
    findByHash: (hash) => select().where('hash', '=', hash).executeTakeFirst(),
    async insert(session) {
      await db
        .insertInto('sessions')
        .values({
          id: session.id,
          user_id: session.userId,
          hash: session.hash,
          form_key: session.formKey,
          method: session.method,
          token_id: session.tokenId,
          client_address: session.clientAddress,
          user_agent: session.userAgent,
          created_at: session.createdAt,
          last_seen_at: session.lastSeenAt,
          expires_at: session.expiresAt,
        })
        .execute();
    },
    async noteSeen(id, at) {
      await db.updateTable('sessions').set({ last_seen_at: at }).where('id', '=', id).execute();
    },
    async remove(id) {
      await db.deleteFrom('sessions').where('id', '=', id).execute();
    },
    async removeOldest(userId, keep) {
      const surplus = db
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', userId)
        .orderBy('last_seen_at', 'desc')
        .orderBy('id', 'desc')
        .limit(MOST_AT_A_TIME)
        .offset(keep);
      await db.deleteFrom('sessions').where('id', 'in', surplus).execute();
    },
    async removeOthers(userId, keep) {
      const own = db.deleteFrom('sessions').where('user_id', '=', userId);
      await (keep === null ? own : own.where('id', '<>', keep)).execute();
    },
  };
}
