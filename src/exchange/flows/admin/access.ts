import { isAlive } from '../../sessions/session.ts';
import type { Records } from '../../stores/ports/records.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { type Actor, OPERATOR } from './actor.ts';
import { notFound, Problem } from './problem.ts';
import type { Found } from './target.ts';

/**
 * Who may carry out an operation: whoever holds a live token of any kind; any user; any user, on what is
 * their own; members of the organization that the target belongs to; the user whom it is about, and the
 * organization's admins; admins alone; operators of the installation, who may also do whatever any user
 * may; the operator on the machine itself, who may do whatever operators may.
 */
export type Access =
  | 'token'
  | 'user'
  | 'own'
  | 'member'
  | 'self'
  | 'admin'
  | 'operator'
  | 'machine';

export interface Permitted {
  access: Access;
  /** What those can do for whom it is forbidden: a sentence. */
  instead?: string;
}

/** Only users and the operator on the machine administer: what a job holds must not. */
export function requireKind(access: Access, actor: Actor): void {
  if (actor === OPERATOR) {
    if (access === 'token' || access === 'own')
      throw new Problem('forbidden', 'This is about the user who asks, and needs their token.');
    return;
  }
  if (access === 'token' && actor.token === null)
    throw new Problem('forbidden', 'This is about the token that is sent, and you sent none.');
  if (access !== 'token' && actor.user === null)
    throw new Problem('forbidden', 'This needs a user access token (dpu_…).');
  if (access === 'machine')
    throw new Problem(
      'forbidden',
      "Only the command line on the exchange's own machine may do this; run it there.",
    );
}

/**
 * What is larger than other requests is read for those alone who may send it: a job's token must not make us
 * hold megabytes, and parse them on the thread that answers other jobs. Roles are asked for again later.
 */
export function requireBeforehand(
  { access, instead, maxBytes }: Permitted & { maxBytes?: number },
  actor: Actor,
): void {
  if (maxBytes === undefined) return;
  requireKind(access, actor);
  const stored = actor.token?.stored;
  const isOperator = stored?.kind === 'user' && stored.user.operator;
  if (access === 'operator' && !isOperator) throw forOperators(instead);
}

function forOperators(instead = ''): Problem {
  return new Problem(
    'forbidden',
    `Only operators of this installation may do this. ${instead}`.trimEnd(),
  );
}

/**
 * The actor as the transaction finds them: who was disabled a moment ago changes nothing more, nor does
 * a token that was revoked while the body of its request was on its way. A thief who always has such a
 * request open could make a new token out of each that is revoked.
 */
export async function currentUser(
  { user, token, session }: Actor,
  records: Records,
  now: number,
): Promise<UserRecord | null> {
  if (user === null) return null;
  if (token !== null) await requireUnrevoked(token.stored.id, records);
  if (session !== null) await requireSignedIn(session.id, records, now);
  const current = await records.users.find(user.id);
  if (!current || current.disabledAt !== null)
    throw new Problem('unauthenticated', `The user ${user.email} has been disabled.`);
  return current;
}

async function requireUnrevoked(tokenId: string, { userTokens }: Records): Promise<void> {
  const sent = await userTokens.find(tokenId);
  if (!sent || sent.revokedAt !== null)
    throw new Problem('unauthenticated', 'The token was revoked; use another one.');
}

export async function requireSignedIn(id: string, records: Records, now: number): Promise<void> {
  const session = await records.sessions.find(id);
  const token = session?.tokenId ? await records.userTokens.find(session.tokenId) : undefined;
  if (!session || !isAlive(session, token, now))
    throw new Problem('unauthenticated', 'Your session has ended; sign in again.');
}

/**
 * Whoever may not even read gets the same answer as for something that does not exist. Roles are
 * read in the transaction of the change, so that one that was taken away a moment ago counts.
 */
export async function requireAccess(
  { access, instead }: Permitted,
  actor: Actor,
  user: UserRecord | null,
  found: Found<unknown> | undefined,
  records: Records,
): Promise<void> {
  if (actor === OPERATOR || access === 'token' || access === 'user' || access === 'own') return;
  if (user?.operator) return;
  if (access === 'operator') throw forOperators(instead);
  const organizationId = found?.organizationId;
  const membership =
    organizationId && user && (await records.members.find(organizationId, user.id));
  if (!membership) throw notFound();
  if (access === 'member' || membership.role === 'admin') return;
  if (access === 'admin' || found?.userId !== membership.userId)
    throw new Problem('forbidden', 'Only admins of the organization may do this.');
}
