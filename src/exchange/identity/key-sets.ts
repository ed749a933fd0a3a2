import type { CryptoKey } from 'jose';
import type { FetchLimits } from '../system/fetch.ts';
import type { Issuer } from './issuer.ts';
import { IssuerKeys, type KeySetDeps } from './issuer-keys.ts';
import { PROVIDER_RULES } from './provider-rules.ts';

export interface KeySets {
  /** Throws the Refusals `unknown_key` and `issuer_unavailable`. */
  findKey(issuer: Issuer, kid: string): Promise<CryptoKey>;
}

/** For each of the two documents of an issuer. Real ones have a few kB. */
export const ISSUER_FETCH_LIMITS: FetchLimits = { maxBytes: 256 * 1024, timeoutMs: 5000 };

/**
 * The key sets of the registered issuers, fetched when first needed. Only registered issuers may be
 * asked for: a key set that is fetched because a token says so is a request forged by a stranger.
 */
export function createKeySets(deps: KeySetDeps): KeySets {
  const byUrl = new Map<string, IssuerKeys>();
  return {
    findKey({ url, provider }, kid) {
      const keys = byUrl.get(url) ?? new IssuerKeys(url, PROVIDER_RULES[provider].algorithm, deps);
      byUrl.set(url, keys);
      return keys.find(kid);
    },
  };
}
