import type { MemberRecord } from '../exchange/stores/ports/organizations.ts';
import type { Records } from '../exchange/stores/ports/records.ts';
import type { UserRecord } from '../exchange/stores/ports/users.ts';
import { epochSeconds } from '../exchange/system/clock.ts';
import type { Role } from '../exchange/tokens/roles.ts';
import { CommandFailure } from './failure.ts';
import { requireOrganization } from './find-records.ts';
import { operatorEvent } from './operator.ts';
import type { Terminal } from './terminal.ts';

export interface WantedUser {
  email: string;
  operator: boolean;
  membership: { organization: string; role: Role } | null;
}

/** The user as wanted, made or changed, and a line for each thing that was not so before. */
export async function createUser(
  records: Records,
  wanted: WantedUser,
  terminal: Terminal,
): Promise<{ user: UserRecord; lines: string[] }> {
  const { email } = wanted;
  const stored = await records.users.findByEmail(email);
  if (stored && stored.disabledAt !== null)
    throw new CommandFailure([
      `${email} is disabled; let the user in again with dockpass user enable ${email}`,
    ]);
  const { user, lines } = stored
    ? await promote(records, stored, wanted.operator, terminal)
    : await insert(records, wanted, terminal);
  if (!wanted.membership) return { user, lines };
  const joined = await join(records, user, wanted.membership, terminal);
  return { user, lines: [...lines, ...joined] };
}

async function insert(records: Records, { email, operator }: WantedUser, terminal: Terminal) {
  const user: UserRecord = {
    id: terminal.random.id(),
    email,
    operator,
    disabledAt: null,
    createdAt: epochSeconds(terminal.clock),
  };
  await records.users.insert(user);
  const detail = { before: null, after: shownUser(user) };
  await records.auditEvents.append(operatorEvent(terminal, 'user.create', { detail }));
  return { user, lines: [`created user ${email}${operator ? ', an operator' : ''}`] };
}

async function promote(
  records: Records,
  user: UserRecord,
  operator: boolean,
  terminal: Terminal,
): Promise<{ user: UserRecord; lines: string[] }> {
  if (!operator || user.operator) return { user, lines: [] };
  const promoted = { ...user, operator };
  await changeUser(records, user, promoted, terminal);
  return { user: promoted, lines: [`made user ${user.email} an operator`] };
}

/** With its audit event. */
export async function changeUser(
  { users, auditEvents }: Records,
  before: UserRecord,
  after: UserRecord,
  terminal: Terminal,
): Promise<void> {
  await users.update(after.id, after);
  const detail = { before: shownUser(before), after: shownUser(after) };
  await auditEvents.append(operatorEvent(terminal, 'user.update', { detail }));
}

function shownUser({ email, operator, disabledAt }: UserRecord): object {
  return { user: email, operator, disabled: disabledAt !== null };
}

async function join(
  records: Records,
  { id: userId, email }: UserRecord,
  { organization, role }: NonNullable<WantedUser['membership']>,
  terminal: Terminal,
): Promise<string[]> {
  const { id: organizationId } = await requireOrganization(records, organization);
  const before = await records.members.find(organizationId, userId);
  if (before?.role === role) return [];
  if (before) await records.members.setRole(organizationId, userId, role);
  else {
    const createdAt = epochSeconds(terminal.clock);
    await records.members.insert({ organizationId, userId, role, createdAt });
  }
  const shown = (member: Pick<MemberRecord, 'role'>) => ({
    organization,
    user: email,
    role: member.role,
  });
  await records.auditEvents.append(
    operatorEvent(terminal, before ? 'member.update' : 'member.create', {
      scopes: [{ organizationId, projectId: null }],
      detail: { before: before ? shown(before) : null, after: shown({ role }) },
    }),
  );
  return [`made ${email} ${role} of ${organization}`];
}
