import { z } from 'zod';
import type { MemberRecord } from '../../stores/ports/organizations.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import type { Role } from '../../tokens/roles.ts';
import { id, role, shownTime, time } from './fields.ts';
import type { Recorded, Working } from './operation.ts';
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

type Joining = Pick<Working, 'records' | 'random' | 'now'>;

interface Joined {
  user: UserRecord;
  member: MemberRecord;
  also: (Recorded & { action: string })[];
}

/**
 * Makes somebody a member who is none. `known`: who has the e-mail address; undefined: nobody has, so that a
 * user is made first, and `also` is what to record of that.
 */
export async function join(
  { records, random, now }: Joining,
  organizationId: string,
  { email, role, known }: { email: string; role: Role; known: UserRecord | undefined },
): Promise<Joined> {
  const user = known ?? {
    id: random.id(),
    email,
    emailProven: true,
    operator: false,
    disabledAt: null,
    createdAt: now,
  };
  if (!known) await records.users.insert(user);
  const member = { organizationId, userId: user.id, email, role, createdAt: now };
  await records.members.insert(member);
  // Whether somebody had an account before is no business of the organization's admins.
  const created = { action: 'user.create', before: null, after: shownUser(user), scopes: [] };
  return { user, member, also: known ? [] : [created] };
}

/** Whether there is room for them, the caller has judged. */
export async function addMember(
  context: Joining,
  organizationId: string,
  asked: { email: string; role: Role; known: UserRecord | undefined },
) {
  const { user, member, also } = await join(context, organizationId, asked);
  const answer = shownMember(member);
  return { user, change: { answer, before: null, after: answer, also } };
}

/** Whether an admin is left, the caller has to see. */
export async function changeRole({ records }: Working, member: MemberRecord, role: Role) {
  await records.members.setRole(member.organizationId, member.userId, role);
  const answer = shownMember({ ...member, role });
  return { answer, before: shownMember(member), after: answer };
}

/** Likewise. */
export async function removeMember({ records }: Working, member: MemberRecord) {
  await records.members.remove(member.organizationId, member.userId);
  return { answer: null, before: shownMember(member), after: null };
}
