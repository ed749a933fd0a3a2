import { holderName } from '../../tokens/event-fields.ts';
import type { LiveToken } from '../../tokens/live-token.ts';

/** Who sends an administrative request. Roles are not in here: they are read with what is changed. */
export interface Actor {
  token: LiveToken;
  /** Null for tokens that belong to no user. */
  user: { id: string; email: string } | null;
  /** As audit events show it: the user's e-mail address, or the kind and id of the token. */
  name: string;
}

export function actorOf(token: LiveToken): Actor {
  const { stored } = token;
  const user = stored.kind === 'user' ? { id: stored.user.id, email: stored.user.email } : null;
  return { token, user, name: holderName(stored) };
}
