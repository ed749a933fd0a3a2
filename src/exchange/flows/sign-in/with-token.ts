import type { AuditedDeps } from '../../audit/audited.ts';
import type { SignInLimits } from '../../limits/sign-in-limits.ts';
import { Refusal } from '../../refusal.ts';
import type { Visitor } from '../../sessions/session.ts';
import type { RecordStore } from '../../stores/ports/records.ts';
import type { AcceptToken } from '../../tokens/accept-token.ts';
import { Problem } from '../admin/problem.ts';
import { beginSession, type Session } from './sessions.ts';
import { recordRefusedSignIn } from './sign-in-events.ts';

/**
 * What the cookie is to hold. `before`: the session that the browser had. Rejects with a Problem that says what
 * is wrong with the token.
 */
export type SignInWithToken = (
  token: string,
  visitor: Visitor,
  before: Session | null,
) => Promise<string>;

interface SignInWithTokenDeps extends Omit<AuditedDeps, 'store'> {
  store: RecordStore & AuditedDeps['store'];
  acceptToken: AcceptToken;
  limits: SignInLimits;
}

/** The last resort: a session that ends with the user access token that it was begun with. */
export function createSignInWithToken(deps: SignInWithTokenDeps): SignInWithToken {
  const { store, clock, random, acceptToken, limits } = deps;
  return async (text, visitor, before) => {
    limits.requireRoom(visitor.clientAddress);
    // Each sign-in is a row and an audit event, however valid the token is.
    limits.takeCeremony(visitor.clientAddress);
    try {
      const { stored } = await acceptToken(text.trim()).catch(problemOf);
      if (stored.kind !== 'user')
        throw refused('is not a user access token; use one that begins with dpu_');
      const begun = { method: 'token', tokenId: stored.id } as const;
      return await store.change(async (records) => {
        const user = await records.users.find(stored.user.id);
        if (!user) throw refused('belongs to a user who was deleted');
        return await beginSession({ records, random, clock }, user, begun, visitor, before);
      });
    } catch (error) {
      if (error instanceof Problem) {
        limits.countFailure(visitor.clientAddress);
        const message = `The token ${error.faults[0]?.detail}`;
        await recordRefusedSignIn(deps, visitor, { method: 'token', message });
      }
      throw error;
    }
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
