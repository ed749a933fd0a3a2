import type { SessionRecord } from '../../sessions/session.ts';
import type { UserRecord } from '../../stores/ports/users.ts';
import { holderName, userName } from '../../tokens/event-fields.ts';
import type { LiveToken } from '../../tokens/live-token.ts';

/** Who sends an administrative request. Roles are not in here: they are read with what is changed. */
export interface Actor {
  /** Null for the operator on the machine, who needs none, and for who is signed in to the console. */
  token: LiveToken | null;
  /** Of who is signed in to the console. */
  session: Pick<SessionRecord, 'id' | 'tokenId'> | null;
  /** Null for the operator on the machine, and for tokens that belong to no user. */
  user: ActingUser | null;
  /** As audit events show it: the user's e-mail address, or the kind and id of the token. */
  name: string;
}

export type ActingUser = Pick<UserRecord, 'id' | 'email' | 'emailProven'>;

/**
 * The operator on the machine itself: the command line that reaches the database. No request that comes
 * over the network is ever theirs.
 */
export const OPERATOR: Actor = { token: null, session: null, user: null, name: 'operator' };

export function actorOf(token: LiveToken): Actor {
  const { stored } = token;
  const user = stored.kind === 'user' ? stored.user : null;
  return { token, session: null, user, name: holderName(stored) };
}

/** Who is signed in to the console. */
export function signedInActor(session: SessionRecord, user: UserRecord): Actor {
  return { token: null, session, user, name: userName(user) };
}

/** What is counted for whom: several users may claim one address, and each has a share of their own. */
export function actorKey({ user, name }: Actor): string {
  return user?.id ?? name;
}

/** The user who asks, of operations about what is their own. */
export function userOf({ user, name }: Actor): ActingUser {
  if (user === null) throw new Error(`${name} is not a user`);
  return user;
}

/** The token that was sent, of operations that are about it. */
export function tokenOf({ token, name }: Actor): LiveToken {
  if (token === null) throw new Error(`${name} has sent no token`);
  return token;
}
