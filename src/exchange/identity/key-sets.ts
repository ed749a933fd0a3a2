import type { CryptoKey } from 'jose';
import { Refusal } from '../refusal.ts';
import type { Clock } from '../system/clock.ts';
import type { FetchJson, FetchLimits } from '../system/fetch.ts';
import type { Log } from '../system/log.ts';
import type { Issuer } from './identity.ts';
import { fetchKeySet, ISSUER_KEY_AGES } from './key-set.ts';
import { PROVIDER_RULES } from './providers.ts';
import { type FoundKey, type HeldKeys, KeysUnavailable, PublishedKeys } from './published-keys.ts';
import { quote } from './quote.ts';

interface KeySetDeps {
  fetchJson: FetchJson;
  clock: Clock;
  log: Log;
}

export interface KeySets {
  /**
   * Throws the Refusals `unknown_key` if the issuer, asked for this, does not publish the key, and
   * `issuer_unavailable` if it cannot be asked, or not yet.
   */
  findKey(issuer: Issuer, kid: string): Promise<CryptoKey>;
  /** What this process holds of an issuer's keys, by its URL; null: none was needed since it started. */
  heldOf(url: string): HeldKeys | null;
}

/** For each of the two documents of an issuer. Real ones have a few kB. */
export const ISSUER_FETCH_LIMITS: FetchLimits = { maxBytes: 256 * 1024, timeoutMs: 5000 };

/**
 * The key sets of the registered issuers, fetched when first needed. Only registered issuers may be
 * asked for: a key set that is fetched because a token says so is a request forged by a stranger.
 */
export function createKeySets(deps: KeySetDeps): KeySets {
  const byUrl = new Map<string, PublishedKeys<CryptoKey>>();
  return {
    heldOf: (url) => byUrl.get(url)?.held ?? null,
    async findKey(issuer, kid) {
      const keys = byUrl.get(issuer.url) ?? keysOf(issuer, deps);
      byUrl.set(issuer.url, keys);
      const found = await keys.find(kid).catch((error: unknown) => {
        throw error instanceof KeysUnavailable ? unavailable(issuer, error) : error;
      });
      return found.key ?? refuse(issuer, kid, found);
    },
  };
}

function keysOf(
  { url, provider }: Issuer,
  { fetchJson, clock, log }: KeySetDeps,
): PublishedKeys<CryptoKey> {
  const { algorithm } = PROVIDER_RULES[provider];
  return new PublishedKeys({
    fetchKeySet: () => fetchKeySet(url, algorithm, fetchJson),
    ages: ISSUER_KEY_AGES,
    clock,
    onFailure: (failures, err) =>
      log.warn({ issuer: url, failures, err }, 'keys of an issuer cannot be had'),
  });
}

function refuse(
  { url }: Issuer,
  kid: string,
  { published, retryAfter }: Extract<FoundKey<CryptoKey>, { key: undefined }>,
): never {
  const detail = { published };
  if (retryAfter === null)
    throw new Refusal(
      'unknown_key',
      `The ID token names key ${quote(kid)}, which ${url} does not publish; request a fresh token, and check that it comes from this issuer.`,
      { detail },
    );
  // The issuer may have begun to use the key since it was last asked.
  throw new Refusal(
    'issuer_unavailable',
    `The ID token names key ${quote(kid)}, which ${url} did not publish when it was last asked; if the key is new, try again in ${retryAfter} s, when the issuer is asked again.`,
    { retryAfter, detail },
  );
}

function unavailable({ url }: Issuer, { retryAfter, cause }: KeysUnavailable): Refusal {
  return new Refusal(
    'issuer_unavailable',
    `The signing keys of ${url} cannot be had at the moment, which says nothing about this job; try again in ${retryAfter} s.`,
    { retryAfter, cause, detail: cause instanceof Error ? cause.message : undefined },
  );
}
