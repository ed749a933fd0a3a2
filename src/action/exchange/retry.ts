import type { Retry } from '../failure/failure.ts';

/** Network faults, 408, 429, 5xx. */
export const TRANSIENT: Retry = { tries: 8, least: 0, spread: 500, maxSpread: 8_000 };

/** 501 and 505 say "never", RFC 9110 section 15.6; 511 waits for a person, RFC 6585 section 6. */
const FINAL_STATUSES = [501, 505, 511];

/** Statuses that say "later", not "no". */
export function isTransient(status: number): boolean {
  return (status === 408 || status === 429 || status >= 500) && !FINAL_STATUSES.includes(status);
}

/**
 * GitHub refuses ID tokens until the job is marked as started, which can lag behind its first
 * steps by a second or two. A refusal that stays is final.
 */
export const GRACE: Retry = { tries: 3, least: 1_000, spread: 1_000, maxSpread: 2_000 };

/**
 * Milliseconds until the next try, or undefined if there should be none. Full jitter: a thousand
 * jobs that failed together must not come back together.
 */
export function pauseBefore(retry: Retry, triesSoFar: number, random: () => number) {
  if (triesSoFar >= retry.tries) return undefined;
  return retry.least + random() * Math.min(retry.maxSpread, retry.spread * 2 ** (triesSoFar - 1));
}

/** Milliseconds in a `Retry-After` of either form, RFC 9110 section 10.2.3; undefined if unusable. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * 1000;
  // An HTTP date ends in GMT; Date.parse alone finds a year in almost anything.
  const date = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
