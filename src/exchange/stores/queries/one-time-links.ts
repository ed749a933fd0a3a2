import type { Kysely } from 'kysely';
import type { OneTimeLinkRecords } from '../ports/one-time-links.ts';
import type { Database } from '../schema.ts';

export function oneTimeLinkRecords(db: Kysely<Database>): OneTimeLinkRecords {
  return {
    findByHash: (kind, hash) =>
      db
        .selectFrom('one_time_links')
        .select([
          'id',
          'kind',
          'hash',
          'invitation_id as invitationId',
          'created_at as createdAt',
          'expires_at as expiresAt',
          'used_at as usedAt',
        ])
        .where('hash', '=', hash)
        .where('kind', '=', kind)
        .executeTakeFirst(),
    async replace({ id, kind, hash, invitationId, createdAt, expiresAt }) {
      // They stay, so that whoever opens one hears that it is over.
      await db
        .updateTable('one_time_links')
        .set({ expires_at: createdAt })
        .where('kind', '=', kind)
        .where('invitation_id', 'is not distinct from', invitationId)
        .where('expires_at', '>', createdAt)
        .where('used_at', 'is', null)
        .execute();
      await db
        .insertInto('one_time_links')
        .values({
          id,
          kind,
          hash,
          invitation_id: invitationId,
          created_at: createdAt,
          expires_at: expiresAt,
          used_at: null,
        })
        .execute();
    },
    async noteUse(id, at) {
      await db.updateTable('one_time_links').set({ used_at: at }).where('id', '=', id).execute();
    },
  };
}
