import type { Kysely } from 'kysely';
import { toFlag } from '../../columns.ts';
import type {
  UserRecord,
  UserRecords,
  UserTokenRecord,
  UserTokenRecords,
} from '../../ports/users.ts';
import type { Database } from '../../schema.ts';
import { COUNT, countOf } from './count-of.ts';
import { paged } from './page.ts';

export function userRecords(db: Kysely<Database>): UserRecords {
  const select = () =>
    db
      .selectFrom('users')
      .select(['id', 'email', 'operator', 'disabled_at as disabledAt', 'created_at as createdAt']);
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];
  const record = (row: Row): UserRecord => ({ ...row, operator: row.operator === 1 });
  return {
    list: async (page) => (await paged(select(), 'id', page).execute()).map(record),
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
    async insert({ id, email, operator, disabledAt, createdAt }) {
      await db
        .insertInto('users')
        .values({
          id,
          email,
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
    async remove(id) {
      await db.deleteFrom('users').where('id', '=', id).execute();
    },
  };
}

export function userTokenRecords(db: Kysely<Database>): UserTokenRecords {
  const select = () =>
    db
      .selectFrom('user_tokens')
      .select([
        'id',
        'user_id as userId',
        'description',
        'created_at as createdAt',
        'expires_at as expiresAt',
        'revoked_at as revokedAt',
        'last_used_at as lastUsedAt',
      ]);
  return {
    list: (userId, page) => paged(select().where('user_id', '=', userId), 'id', page).execute(),
    find: (id): Promise<UserTokenRecord | undefined> =>
      select().where('id', '=', id).executeTakeFirst(),
    countUnrevoked: (userId) =>
      countOf(
        db
          .selectFrom('user_tokens')
          .select(COUNT)
          .where('user_id', '=', userId)
          .where('revoked_at', 'is', null),
      ),
    async insert(token) {
      await db
        .insertInto('user_tokens')
        .values({
          id: token.id,
          user_id: token.userId,
          hash: token.hash,
          description: token.description,
          created_at: token.createdAt,
          expires_at: token.expiresAt,
          revoked_at: token.revokedAt,
          last_used_at: token.lastUsedAt,
        })
        .execute();
    },
    async rename(id, description) {
      await db.updateTable('user_tokens').set({ description }).where('id', '=', id).execute();
    },
    async revoke(id, at) {
      await db
        .updateTable('user_tokens')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute();
    },
  };
}
