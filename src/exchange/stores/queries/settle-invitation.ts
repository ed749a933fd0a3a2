import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';

/** Whoever has become a member, by whatever way, is invited no more. */
export async function settleInvitation(
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
