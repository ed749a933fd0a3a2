import type { Records } from '../../stores/records/records.ts';
import type { Actor } from './actor.ts';
import { notFound, Problem } from './problem.ts';

/**
 * Who may carry out an operation: whoever holds a live token of any kind; any user; members of the
 * organization that the target belongs to; its admins; operators of the installation, who may also
 * do whatever members and admins may.
 */
export const ACCESS = ['token', 'user', 'member', 'admin', 'operator'] as const;

export type Access = (typeof ACCESS)[number];

/** Only users administer: what a job holds must not. */
export function requireKind(access: Access, actor: Actor): void {
  if (access !== 'token' && actor.user === null)
    throw new Problem('forbidden', 'This needs a user access token (dpu_…).');
}

/**
 * Whoever may not even read gets the same answer as for something that does not exist. Roles are
 * read in the transaction of the change, so that one that was taken away a moment ago counts.
 */
export async function requireAccess(
  access: Access,
  { user }: Actor,
  organizationId: string | null,
  records: Records,
): Promise<void> {
  if (access === 'token' || access === 'user' || user === null) return;
  if ((await records.users.find(user.id))?.operator) return;
  if (access === 'operator')
    throw new Problem('forbidden', 'Only operators of this installation may do this.');
  const membership = organizationId && (await records.members.find(organizationId, user.id));
  if (!membership) throw notFound();
  if (access === 'admin' && membership.role !== 'admin')
    throw new Problem('forbidden', 'Only admins of the organization may do this.');
}
