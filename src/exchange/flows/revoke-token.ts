import {
  type AuditDeps,
  audited,
  type DraftEvent,
  type Outcome,
  type RequestContext,
} from '../audit/audited.ts';
import type { TokenStore } from '../stores/port.ts';
import { epochSeconds } from '../system/clock.ts';
import { hashPrefix, hashSecret, parseSecret } from '../tokens/secret.ts';

export interface RevokeTokenDeps extends AuditDeps {
  store: AuditDeps['store'] & TokenStore;
}

/** True if this call is the one that revoked the token. */
export type RevokeToken = (
  context: RequestContext,
  read: () => Promise<string>,
) => Promise<Outcome<boolean>>;

/**
 * RFC 7009: holding the token is enough to revoke it. A token that is unknown, malformed or dead
 * already is no error (section 2.2), and nothing is recorded, because nothing changed.
 */
export function createRevokeToken(deps: RevokeTokenDeps): RevokeToken {
  return (context, read) =>
    audited(deps, 'revoke', context, async (event) => {
      const secret = parseSecret(await read());
      if (!secret) return false;
      const hash = hashSecret(secret);
      const token = await deps.store.findToken(hash);
      if (!token) return false;
      event.projects = token.grants.map((grant) => grant.project);
      event.relationships = token.grants.map((grant) => grant.relationshipId);
      event.tokenHashPrefix = hashPrefix(hash);
      return revoke(deps, hash, event);
    });
}

async function revoke(
  { store, clock }: RevokeTokenDeps,
  hash: Uint8Array,
  event: DraftEvent,
): Promise<boolean> {
  const revoked = await store.revokeToken(hash, epochSeconds(clock), {
    ...event,
    decision: 'revoked',
  });
  if (revoked) event.decision = 'revoked';
  return revoked;
}
