import type { Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import type { Author } from './policy-change.ts';

/** The id of the user of this e-mail address, who is made if there is none. */
export async function ensureUser(
  trx: Transaction<Database>,
  email: string,
  { at, newId }: Author,
): Promise<string> {
  await trx
    .insertInto('users')
    .values({ id: newId(), email, created_at: at })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute();
  const user = await trx
    .selectFrom('users')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  return user.id;
}
