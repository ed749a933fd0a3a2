import { type Kysely, sql } from 'kysely';
import type { MemberRecords, OrganizationRecords } from '../ports/organizations.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';
import { COUNT, countOf, paged } from './lists.ts';

/** Whether there is more than one organization, however many there are. */
export function prepareIsShared(db: Kysely<Database>): () => Promise<boolean> {
  const select = prepareQuery(db, () => db.selectFrom('organizations').select('id').limit(2));
  return async () => (await select({})).length > 1;
}

export function organizationRecords(db: Kysely<Database>): OrganizationRecords {
  const select = () =>
    db.selectFrom('organizations').select(['id', 'name', 'created_at as createdAt']);
  return {
    async list(page, only) {
      if (only?.length === 0) return [];
      const all = select();
      return await paged(only ? all.where('id', 'in', only) : all, 'id', page).execute();
    },
    all: () => select().orderBy('id').execute(),
    find: (id) => select().where('id', '=', id).executeTakeFirst(),
    findByName: (name) => select().where('name', '=', name).executeTakeFirst(),
    async insert({ id, name, createdAt }) {
      await db.insertInto('organizations').values({ id, name, created_at: createdAt }).execute();
    },
    async rename(id, name) {
      await db.updateTable('organizations').set({ name }).where('id', '=', id).execute();
    },
    async remove(id) {
      await db.deleteFrom('organizations').where('id', '=', id).execute();
    },
  };
}

/** Of user `u`: proven to be theirs, or only claimed. */
const EMAIL = sql<string>`coalesce(u.claimed_email, u.email)`;

export function memberRecords(db: Kysely<Database>): MemberRecords {
  const select = () =>
    db
      .selectFrom('members as m')
      .innerJoin('users as u', 'u.id', 'm.user_id')
      .select([
        'm.organization_id as organizationId',
        'm.user_id as userId',
        EMAIL.as('email'),
        'm.role',
        'm.created_at as createdAt',
      ]);
  const selectOf = (organizationId: string) =>
    select().where('m.organization_id', '=', organizationId);
  return {
    list: (organizationId, page) => paged(selectOf(organizationId), 'm.user_id', page).execute(),
    all: () => select().orderBy('m.organization_id').orderBy('m.user_id').execute(),
    find: (organizationId, userId) =>
      selectOf(organizationId).where('m.user_id', '=', userId).executeTakeFirst(),
    findByEmail: (organizationId, email) =>
      selectOf(organizationId)
        .where(EMAIL, '=', email)
        // Whose address it is proven to be comes before those who only say so.
        .orderBy(sql`u.claimed_email is not null`)
        .executeTakeFirst(),
    membershipsOf: (userId) =>
      db
        .selectFrom('members as m')
        .innerJoin('organizations as o', 'o.id', 'm.organization_id')
        .select(['o.id', 'o.name', 'm.role'])
        .where('m.user_id', '=', userId)
        .orderBy('o.id')
        .execute(),
    count: (organizationId) =>
      countOf(db.selectFrom('members').select(COUNT).where('organization_id', '=', organizationId)),
    async countAdmins(organizationId) {
      const admins = await selectOf(organizationId)
        .where('m.role', '=', 'admin')
        .where('u.disabled_at', 'is', null)
        .execute();
      return admins.length;
    },
    async insert({ organizationId, userId, role, createdAt }) {
      await db
        .insertInto('members')
        .values({ organization_id: organizationId, user_id: userId, role, created_at: createdAt })
        .execute();
      await settleInvitation(db, organizationId, userId);
    },
    async setRole(organizationId, userId, role) {
      await db
        .updateTable('members')
        .set({ role })
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .execute();
    },
    async remove(organizationId, userId) {
      await db
        .deleteFrom('members')
        .where('organization_id', '=', organizationId)
        .where('user_id', '=', userId)
        .execute();
    },
  };
}

/** Whoever has become a member, by whatever way, is invited no more. */
async function settleInvitation(
  db: Kysely<Database>,
  organizationId: string,
  userId: string,
): Promise<void> {
  await db
    .deleteFrom('invitations')
    .where('organization_id', '=', organizationId)
    .where('email', '=', ({ selectFrom }) =>
      selectFrom('users').select('email').where('id', '=', userId),
    )
    .execute();
}
