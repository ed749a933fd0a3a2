import type { Kysely } from 'kysely';
import { toFlag } from '../columns.ts';
import type { UserRecord, UserRecords } from '../ports/users.ts';
import type { Database } from '../schema.ts';
import { paged } from './lists.ts';

export function userRecords(db: Kysely<Database>): UserRecords {
  const select = () =>
    db
      .selectFrom('users')
      .select([
        'id',
        'email',
        'claimed_email as claimedEmail',
        'operator',
        'disabled_at as disabledAt',
        'created_at as createdAt',
      ]);
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];
  const record = ({ claimedEmail, email, operator, ...row }: Row): UserRecord => ({
    ...row,
    email: claimedEmail ?? email,
    emailProven: claimedEmail === null,
    operator: operator === 1,
  });
  return {
    list: async (page) => (await paged(select(), 'id', page).execute()).map(record),
    all: async () => (await select().orderBy('id').execute()).map(record),
    async find(id) {
      const row = await select().where('id', '=', id).executeTakeFirst();
      return row && record(row);
    },
    async findByEmail(email) {
      const row = await select().where('email', '=', email).executeTakeFirst();
      return row && record(row);
    },
    async countOperators() {
      const operators = await select()
        .where('operator', '=', 1)
        .where('disabled_at', 'is', null)
        .execute();
      return operators.length;
    },
    async findDisabledOperator() {
      const row = await select()
        .where('operator', '=', 1)
        .where('disabled_at', 'is not', null)
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      return row && record(row);
    },
    async insert({ id, email, emailProven, operator, disabledAt, createdAt }) {
      await db
        .insertInto('users')
        .values({
          id,
          email: emailProven ? email : id,
          claimed_email: emailProven ? null : email,
          operator: toFlag(operator),
          disabled_at: disabledAt,
          created_at: createdAt,
        })
        .execute();
    },
    async update(id, { operator, disabledAt }) {
      await db
        .updateTable('users')
        .set({ operator: toFlag(operator), disabled_at: disabledAt })
        .where('id', '=', id)
        .execute();
    },
    async proveEmail(id) {
      await db
        .updateTable('users')
        .set(({ ref }) => ({ email: ref('claimed_email').$castTo<string>(), claimed_email: null }))
        .where('id', '=', id)
        .where('claimed_email', 'is not', null)
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('users').where('id', '=', id).execute();
    },
  };
}
