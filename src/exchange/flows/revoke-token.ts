import { type AuditDeps, draftEvent, logFields, type RequestContext } from '../audit/audited.ts';
import type { AuditEvent } from '../audit/event.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { epochSeconds } from '../system/clock.ts';
import { tokenEventFields } from '../tokens/event-fields.ts';
import { hasExpired } from '../tokens/live-token.ts';
import { hashPrefix, hashSecret, parseSecret } from '../tokens/secret.ts';
import type { TokenStore } from '../tokens/token-store.ts';

export interface RevokeTokenDeps extends AuditDeps {
  store: AuditDeps['store'] & TokenStore;
  rateLimits: Pick<RateLimits, 'takeAddress'>;
}

/** True if this call is the one that revoked the token. */
export type RevokeToken = (
  context: RequestContext,
  read: () => Promise<string>,
) => Promise<boolean>;

/**
 * RFC 7009: holding the token is enough to revoke it, whatever kind it is. A token that is unknown,
 * malformed or dead already is no error (section 2.2). Only what was revoked is recorded: anybody can
 * send a request that changes nothing, as often as they like, and events are kept for ever.
 */
export function createRevokeToken(deps: RevokeTokenDeps): RevokeToken {
  const { store, clock, log, rateLimits } = deps;
  return async (context, read) => {
    await rateLimits.takeAddress(context.clientAddress);
    const secret = parseSecret(await read());
    if (!secret) return false;
    const hash = hashSecret(secret);
    const token = await store.findToken(secret.kind, hash);
    if (!token || hasExpired(token, clock)) return false;
    const event: AuditEvent = {
      ...draftEvent(deps, 'revoke', context),
      ...tokenEventFields(token),
      decision: 'revoked',
      tokenHashPrefix: hashPrefix(hash),
    };
    const revoked = await store.revokeToken(secret.kind, hash, epochSeconds(clock), event);
    if (revoked) log.info(logFields(event), 'revoke revoked');
    return revoked;
  };
}
