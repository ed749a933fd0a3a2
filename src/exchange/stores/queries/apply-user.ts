import type { Transaction } from 'kysely';
import { toFlag } from '../columns.ts';
import type { Database } from '../schema.ts';
import { ensureUser } from './ensure-user.ts';
import type { Author, Change } from './policy-change.ts';

export async function applyUser(
  trx: Transaction<Database>,
  { entry: { user, operator, disabled } }: Change<'user'>,
  author: Author,
): Promise<void> {
  const id = await ensureUser(trx, user, author);
  if (operator !== undefined)
    await trx
      .updateTable('users')
      .set({ operator: toFlag(operator) })
      .where('id', '=', id)
      .execute();
  if (disabled !== undefined)
    await trx
      .updateTable('users')
      .set({ disabled_at: disabled ? author.at : null })
      .where('id', '=', id)
      .execute();
}
