import type { Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import { ensureUser } from './ensure-user.ts';
import { findOrganizationId } from './find-ids.ts';
import { settleInvitation } from './organizations.ts';
import type { Author, Change } from './policy-change.ts';

/** A user exists from the first entry that names their e-mail address, and outlives the last. */
export async function applyMember(
  trx: Transaction<Database>,
  { action, organization, entry }: Change<'member'>,
  author: Author,
): Promise<void> {
  const organizationId = await findOrganizationId(trx, organization);
  if (action === 'remove') return await removeMember(trx, organizationId, entry.user);
  const userId = await ensureUser(trx, entry.user, author);
  await trx
    .insertInto('members')
    .values({
      organization_id: organizationId,
      user_id: userId,
      role: entry.role,
      created_at: author.at,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'user_id']).doUpdateSet({ role: entry.role }),
    )
    .execute();
  await settleInvitation(trx, organizationId, userId);
}

async function removeMember(
  trx: Transaction<Database>,
  organizationId: string,
  email: string,
): Promise<void> {
  await trx
    .deleteFrom('members')
    .where('organization_id', '=', organizationId)
    .where('user_id', 'in', (user) =>
      user.selectFrom('users').select('id').where('email', '=', email),
    )
    .execute();
}
