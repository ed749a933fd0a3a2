import type { GroupRole } from '../../config/config.ts';
import type { OrganizationRecord } from '../../stores/ports/organizations.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import type { Role } from '../../tokens/roles.ts';
import { shownMember } from '../admin/membership.ts';
import type { Recorded } from '../admin/operation.ts';
import { Problem } from '../admin/problem.ts';
import { requireMemberRoom } from '../admin/room.ts';

/** What a person's groups make of them in each organization that is mapped; null: no member. */
export function rolesOf(
  mapping: readonly GroupRole[],
  groups: readonly string[],
): ReadonlyMap<string, Role | null> {
  const roles = new Map<string, Role | null>();
  for (const { group, organization, role } of mapping) {
    const known = roles.get(organization) ?? null;
    const gained = groups.includes(group) ? role : null;
    roles.set(organization, known === 'admin' || gained === null ? known : gained);
  }
  return roles;
}

/** What changed of somebody's memberships, and what could not, in words for the log. */
interface Followed {
  changes: (Recorded & { action: string })[];
  kept: string[];
}

interface Following {
  records: Records;
  now: number;
}

/** Makes a user's memberships what their groups say, in the organizations that are mapped and in no other. */
export async function followGroups(
  within: Following,
  user: UserRecord,
  roles: ReadonlyMap<string, Role | null>,
): Promise<Followed> {
  const followed: Followed = { changes: [], kept: [] };
  for (const [name, role] of roles) {
    const organization = await within.records.organizations.findByName(name);
    const change = organization
      ? await followIn(within, organization, user, role)
      : role && `there is no organization ${name}`;
    if (typeof change === 'string') followed.kept.push(change);
    else if (change) followed.changes.push(change);
  }
  return followed;
}

/** A text: why it stays as it is. */
async function followIn(
  { records, now }: Following,
  organization: OrganizationRecord,
  { id: userId, email }: UserRecord,
  role: Role | null,
): Promise<(Recorded & { action: string }) | string | null> {
  const { id: organizationId, name } = organization;
  const { members } = records;
  const scopes = [{ organizationId, projectId: null }];
  const known = await members.find(organizationId, userId);
  if ((known?.role ?? null) === role) return null;
  if (known?.role === 'admin' && (await members.countAdmins(organizationId)) === 1)
    return `${email} stays an admin of ${name}, which has no other`;
  if (!known) {
    const room = await requireMemberRoom(records, organization, now).catch(problemOf);
    if (room) return `${email} does not become a member of ${name}: ${room.message}`;
  }
  if (role === null) await members.remove(organizationId, userId);
  else if (known) await members.setRole(organizationId, userId, role);
  else await members.insert({ organizationId, userId, role, createdAt: now });
  const created = { organizationId, userId, email, createdAt: now };
  return {
    action: `member.${known ? (role ? 'update' : 'delete') : 'create'}`,
    before: known ? shownMember(known) : null,
    after: role && shownMember({ ...(known ?? created), role }),
    scopes,
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}
