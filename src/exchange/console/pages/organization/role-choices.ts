import { ROLES, type Role } from '../../../tokens/roles.ts';

/** What each role means, beside it wherever one is chosen. */
export const ROLE_CHOICES = [
  {
    value: 'member',
    label: 'Member',
    hint: 'Sees projects, trust relationships and settings, and pulls and pushes with tokens of their own.',
  },
  {
    value: 'admin',
    label: 'Admin',
    hint: 'Changes all of it, invites members, revokes, and reads the audit events.',
  },
] as const satisfies readonly { value: Role; label: string; hint: string }[];

/** Whatever else was sent, the operation refuses in its own words. */
export function roleOf(values: URLSearchParams): Role {
  const sent = values.get('role') ?? '';
  return ROLES.find((role) => role === sent) ?? (sent as Role);
}
