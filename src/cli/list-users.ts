import type { Records } from '../exchange/stores/ports/records.ts';
import { formatTime } from '../exchange/system/clock.ts';
import { everyEntry } from './every-entry.ts';
import { tableLines } from './table.ts';

/** Every user with what they may do, in the order in which they were made. */
export async function userTable(records: Records): Promise<string[]> {
  const memberships = await membershipsByUser(records);
  const users = await everyEntry(records.users.list, ({ id }) => id);
  const rows = users.map(({ id, email, disabledAt, operator, createdAt }) => [
    email,
    disabledAt === null ? 'active' : 'disabled',
    operator ? 'yes' : 'no',
    (memberships.get(id) ?? []).join(', ') || '-',
    formatTime(createdAt),
  ]);
  return tableLines(['USER', 'STATE', 'OPERATOR', 'ORGANIZATIONS', 'CREATED'], rows);
}

async function membershipsByUser(records: Records): Promise<Map<string, string[]>> {
  const byUser = new Map<string, string[]>();
  const organizations = await everyEntry(
    (page) => records.organizations.list(page, null),
    ({ id }) => id,
  );
  for (const { id, name } of organizations) {
    const members = await everyEntry(
      (page) => records.members.list(id, page),
      ({ userId }) => userId,
    );
    for (const { userId, role } of members)
      byUser.set(userId, [...(byUser.get(userId) ?? []), `${name} (${role})`]);
  }
  return byUser;
}
