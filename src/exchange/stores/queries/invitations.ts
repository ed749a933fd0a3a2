import type { Kysely } from 'kysely';
import type { InvitationRecords } from '../ports/invitations.ts';
import type { Database } from '../schema.ts';
import { COUNT, countOf, paged } from './lists.ts';

export function invitationRecords(db: Kysely<Database>): InvitationRecords {
  const select = (now: number) =>
    db
      .selectFrom('invitations as i')
      .innerJoin('organizations as o', 'o.id', 'i.organization_id')
      .select([
        'i.id',
        'i.organization_id as organizationId',
        'o.name as organization',
        'i.email',
        'i.role',
        'i.invited_by as invitedBy',
        'i.created_at as createdAt',
        'i.expires_at as expiresAt',
        'i.declined_at as declinedAt',
      ])
      .where('i.expires_at', '>', now);
  return {
    list: (organizationId, page, now) =>
      paged(select(now).where('i.organization_id', '=', organizationId), 'i.id', page).execute(),
    listFor: (email, page, now) =>
      paged(
        select(now).where('i.email', '=', email).where('i.declined_at', 'is', null),
        'i.id',
        page,
      ).execute(),
    find: (id, now) => select(now).where('i.id', '=', id).executeTakeFirst(),
    findByEmail: (organizationId, email, now) =>
      select(now)
        .where('i.organization_id', '=', organizationId)
        .where('i.email', '=', email)
        .executeTakeFirst(),
    count: (organizationId, now) =>
      countOf(
        db
          .selectFrom('invitations')
          .select(COUNT)
          .where('organization_id', '=', organizationId)
          .where('expires_at', '>', now),
      ),
    async insert({ id, organizationId, email, role, invitedBy, createdAt, expiresAt, declinedAt }) {
      await db
        .deleteFrom('invitations')
        .where('organization_id', '=', organizationId)
        .where('email', '=', email)
        .where('expires_at', '<=', createdAt)
        .execute();
      await db
        .insertInto('invitations')
        .values({
          id,
          organization_id: organizationId,
          email,
          role,
          invited_by: invitedBy,
          created_at: createdAt,
          expires_at: expiresAt,
          declined_at: declinedAt,
        })
        .execute();
    },
    async decline(id, at) {
      await db.updateTable('invitations').set({ declined_at: at }).where('id', '=', id).execute();
    },
    async remove(id) {
      await db.deleteFrom('invitations').where('id', '=', id).execute();
    },
  };
}
