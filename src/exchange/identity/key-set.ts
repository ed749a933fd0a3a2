import { type CryptoKey, importJWK } from 'jose';
import { z } from 'zod';
import type { FetchJson } from '../system/fetch.ts';
import type { KeyAges, KeySet } from './published-keys.ts';
import { quote } from './quote.ts';

/** OpenID Connect Discovery 1.0 section 3, as far as it concerns us. */
const DISCOVERY_DOCUMENT = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** RFC 7517 section 5. GitHub publishes four keys; the work that a list makes grows with its length. */
const KEY_SET = z.object({ keys: z.array(z.unknown()).max(100) });

/**
 * A public RSA key for signatures with a name of its own. Everything else in a key set is ignored, as
 * RFC 7517 section 5 wants: a symmetric key would let whoever reads the key set sign, and one that
 * was published with its private part is nobody's secret any more.
 */
const RSA_SIGNATURE_KEY = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1),
  n: z.string().min(1),
  e: z.string().min(1),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
  key_ops: z
    .array(z.string())
    .refine((operations) => operations.includes('verify'))
    .optional(),
  d: z.undefined().optional(),
});

type RsaSignatureKey = z.infer<typeof RSA_SIGNATURE_KEY>;

/** RFC 7518 section 3.3. */
const MIN_MODULUS_BITS = 2048;

/**
 * Finds and reads the key set of `issuer`: the keys that it signs with now, by `kid`, imported once for
 * many verifications. Rejects with an Error whose message says what is wrong
 * with the issuer's answers.
 */
export async function fetchKeySet(
  issuer: string,
  algorithm: string,
  fetchJson: FetchJson,
): Promise<KeySet<CryptoKey>> {
  const { json, headers } = await fetchJson(await discoverKeySetUrl(issuer, fetchJson));
  const published = KEY_SET.safeParse(json);
  if (!published.success) throw new Error(`${issuer} answers with something that is not a key set`);
  const keys = await importUsable(published.data.keys, algorithm);
  // An issuer without keys signs nothing: more likely its answer is wrong than our older keys are.
  if (keys.size === 0) throw new Error(`${issuer} publishes no key that can verify ${algorithm}`);
  return { keys, freshFor: freshFor(headers.get('cache-control')) };
}

async function discoverKeySetUrl(issuer: string, fetchJson: FetchJson): Promise<string> {
  const base = issuer.replace(/\/$/, '');
  const { json } = await fetchJson(`${base}/.well-known/openid-configuration`);
  const document = DISCOVERY_DOCUMENT.safeParse(json);
  if (!document.success) throw new Error(`${issuer} has no discovery document with a jwks_uri`);
  const { issuer: name, jwks_uri: url } = document.data;
  // Discovery section 4.3: whoever answers for another issuer would bring that one's keys.
  if (name !== issuer) throw new Error(`${issuer} calls itself ${quote(name)}`);
  if (new URL(url).origin !== new URL(issuer).origin)
    throw new Error(`${issuer} keeps its keys on another host: ${quote(url)}`);
  return url;
}

async function importUsable(
  published: readonly unknown[],
  algorithm: string,
): Promise<Map<string, CryptoKey>> {
  const usable = published.flatMap((jwk) => RSA_SIGNATURE_KEY.safeParse(jwk).data ?? []);
  const keys = new Map<string, CryptoKey>();
  for (const jwk of withoutAmbiguity(usable)) {
    const key = await importPublic(jwk, algorithm);
    if (key) keys.set(jwk.kid, key);
  }
  return keys;
}

/** Of two different keys with one name neither is used: which one is meant is anybody's guess. */
function withoutAmbiguity(jwks: readonly RsaSignatureKey[]): RsaSignatureKey[] {
  return jwks.filter((jwk) =>
    jwks.every((other) => other.kid !== jwk.kid || (other.n === jwk.n && other.e === jwk.e)),
  );
}

/** Only the public members are handed on, so that nothing else of the JWK has a say. */
async function importPublic(
  { n, e }: RsaSignatureKey,
  algorithm: string,
): Promise<CryptoKey | undefined> {
  try {
    const key = await importJWK({ kty: 'RSA', n, e }, algorithm);
    const { modulusLength } = { modulusLength: 0, ...key.algorithm };
    return modulusLength >= MIN_MODULUS_BITS ? key : undefined;
  } catch {
    return undefined;
  }
}

// How old an issuer's keys may grow, in milliseconds. Reasons and measurements:
// docs/decisions/0002-verification.md.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Bounds of what Cache-Control may ask for, and what holds if it asks for nothing. */
const MIN_FRESH = MINUTE;
const MAX_FRESH = 15 * MINUTE;
const DEFAULT_FRESH = 10 * MINUTE;

/** An issuer that was last asked longer ago than this is waited for: a retired key dies with it. */
export const MAX_AGE = HOUR;

/** Keys older than this are not used, even if the issuer cannot be reached. */
export const MAX_STALE = 24 * HOUR;

/** Between two fetches for keys that we do not know: a flood of invented ones costs no more. */
export const UNKNOWN_KEY_COOLDOWN = 30 * SECOND;

const FIRST_BACKOFF = SECOND;
const MAX_BACKOFF = MINUTE;

/** How long to leave an issuer alone after `failures` failed fetches in a row. */
export function backoff(failures: number): number {
  return Math.min(FIRST_BACKOFF * 2 ** (failures - 1), MAX_BACKOFF);
}

export const ISSUER_KEY_AGES: KeyAges = {
  maxAge: MAX_AGE,
  maxStale: MAX_STALE,
  unknownKeyCooldown: UNKNOWN_KEY_COOLDOWN,
  backoff,
  maxBackoff: MAX_BACKOFF,
};

/** For how long a key set is fresh, by its Cache-Control header (RFC 9111 section 5.2.2). */
export function freshFor(cacheControl: string | null): number {
  const directives = (cacheControl ?? '').toLowerCase().split(/\s*,\s*/);
  if (directives.some((directive) => /^no-(?:store|cache)\b/.test(directive))) return MIN_FRESH;
  const maxAge = directives.map((directive) => /^max-age="?([0-9]+)"?$/.exec(directive)?.[1]);
  const seconds = maxAge.find((value) => value !== undefined);
  if (seconds === undefined) return DEFAULT_FRESH;
  return Math.min(Math.max(Number(seconds) * SECOND, MIN_FRESH), MAX_FRESH);
}
