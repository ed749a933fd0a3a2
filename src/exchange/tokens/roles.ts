import { PERMISSIONS, type Permission } from '../../protocol/permissions.ts';

/** What a user is in an organization. */
export const ROLES = ['admin', 'member'] as const;

export type Role = (typeof ROLES)[number];

/** What a user's own tokens may do in the projects of an organization. */
export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  admin: PERMISSIONS,
  member: PERMISSIONS,
};
