import type { KeyAges } from './published-keys.ts';

/**
 * How old an issuer's keys may grow, in milliseconds. Reasons and measurements:
 * docs/decisions/0002-verification.md.
 */

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
