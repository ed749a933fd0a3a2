import { PERMISSIONS, type Permission } from '../../protocol/permissions.ts';
import type { Role } from '../policy/document.ts';

/** What a user's own tokens may do in the projects of an organization. */
export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  admin: PERMISSIONS,
  member: PERMISSIONS,
};
