import type { Identity } from '../identity/identity.ts';

/**
 * Each rejects with the Refusal `rate_limited`, which says when to come back. All that one key is
 * refused within one window share an audit event, so that the limit protects the store as well.
 */
export interface RateLimits {
  /** Counted before anything is looked at. */
  takeAddress(clientAddress: string | null): Promise<void>;
  /** Counted once the token is verified, so that nobody can use up another repository's share. */
  takeRepository(identity: Identity): Promise<void>;
}
