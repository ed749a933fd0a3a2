import { Refusal } from '../../refusal.ts';
import type { Visitor } from '../../sessions/session.ts';
import { epochSeconds } from '../../system/clock.ts';
import type { AcceptToken } from '../../tokens/accept-token.ts';
import { Problem } from '../admin/problem.ts';
import { beginSession, type SessionDeps } from './sessions.ts';

/** What the cookie is to hold. Rejects with a Problem that says what is wrong with the token. */
export type SignInWithToken = (token: string, visitor: Visitor) => Promise<string>;

/** The last resort: a session that ends with the user access token that it was begun with. */
export function createSignInWithToken({
  store,
  clock,
  random,
  acceptToken,
}: SessionDeps & { acceptToken: AcceptToken }): SignInWithToken {
  return async (text, visitor) => {
    const { stored } = await acceptToken(text.trim()).catch(problemOf);
    if (stored.kind !== 'user')
      throw refused('is not a user access token; use one that begins with dpu_');
    const now = epochSeconds(clock);
    return await store.change((records) =>
      beginSession(
        { records, random, now },
        stored.user.id,
        { method: 'token', tokenId: stored.id },
        visitor,
      ),
    );
  };
}

function problemOf(error: unknown): never {
  if (error instanceof Refusal && error.reason !== 'store_unavailable')
    throw refused(`is not accepted: ${error.message}`);
  throw error;
}

function refused(detail: string): Problem {
  return new Problem('invalid_request', 'You can’t sign in with this token.', [
    { at: '/token', detail },
  ]);
}
