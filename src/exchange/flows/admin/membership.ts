import { z } from 'zod';
import type { MemberRecord } from '../../stores/ports/organizations.ts';
import type { Role } from '../../tokens/roles.ts';
import { id, role, shownTime, time } from './fields.ts';
import type { Context, Recorded } from './operation.ts';
import { shownUser } from './users.ts';

export const memberShape = z
  .object({ organization_id: id, user_id: id, email: z.string(), role, created_at: time })
  .meta({ id: 'Member', description: 'What a user is in an organization.' });

export function shownMember(member: MemberRecord): z.input<typeof memberShape> {
  return {
    organization_id: member.organizationId,
    user_id: member.userId,
    email: member.email,
    role: member.role,
    created_at: shownTime(member.createdAt),
  };
}

/**
 * Makes somebody a member who is none, and a user first if nobody has this e-mail address: `also` is
 * what to record of that.
 */
export async function join(
  { records, random, now }: Pick<Context<unknown>, 'records' | 'random' | 'now'>,
  organizationId: string,
  { email, role }: { email: string; role: Role },
): Promise<{ member: MemberRecord; also: (Recorded & { action: string })[] }> {
  const known = await records.users.findByEmail(email);
  const user = known ?? {
    id: random.id(),
    email,
    operator: false,
    disabledAt: null,
    createdAt: now,
  };
  if (!known) await records.users.insert(user);
  const member = { organizationId, userId: user.id, email, role, createdAt: now };
  await records.members.insert(member);
  // Whether somebody had an account before is no business of the organization's admins.
  const created = { action: 'user.create', before: null, after: shownUser(user), scopes: [] };
  return { member, also: known ? [] : [created] };
}
