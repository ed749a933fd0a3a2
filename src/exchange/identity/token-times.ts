import { Refusal } from '../refusal.ts';
import { formatTime } from '../system/clock.ts';
import type { SignedPayload } from './unverified-token.ts';

/**
 * By how many seconds the issuer's clock and ours may differ, for every time check of an ID token.
 * Hosts with time synchronisation are within a second; the rest is for those that lost it lately.
 * Longer would stretch the life of a stolen token, which GitHub limits to 300 s.
 */
export const CLOCK_LEEWAY = 30;

/**
 * How many seconds a replay record outlives the last moment at which its token is accepted: the
 * wait of a verified exchange for its commit, a step of the clock between two looks at it, and the
 * difference between the clocks of two replicas. A record that ends before its token does is the
 * way in that an audit found at PyPI (TOB-PYPI26-2).
 */
export const REPLAY_MARGIN = 300;

/** Until when (issuer, jti) must be remembered, for a token with this `exp`. Seconds. */
export function replayKeepUntil(expiresAt: number): number {
  return expiresAt + CLOCK_LEEWAY + REPLAY_MARGIN;
}

/**
 * Seconds between `iat` and `exp` at most. GitHub's ID tokens live for 300; credentials that live for
 * hours are made for other purposes, even if the same key signs them.
 */
export const MAX_TOKEN_LIFETIME = 3600;

/** NumericDates of RFC 7519, in whole seconds since the epoch. */
interface TokenTimes {
  issuedAt: number;
  notBefore: number;
  expiresAt: number;
}

/** Of a payload whose three dates are known to be finite numbers. */
export function readTimes({ iat, nbf, exp }: SignedPayload): TokenTimes {
  return {
    issuedAt: Math.floor(Number(iat)),
    notBefore: Math.floor(Number(nbf)),
    expiresAt: Math.floor(Number(exp)),
  };
}

/**
 * Throws `malformed_token`, `expired` or `not_yet_valid`. `now`: seconds since the epoch.
 * A token is accepted until its `exp` plus leeway, that moment excluded (RFC 7519 section 4.1.4).
 */
export function requireTimely(times: TokenTimes, now: number, payload: SignedPayload): void {
  const detail = { now, claims: payload };
  requireSaneLifetime(times, detail);
  const expiredFor = now - times.expiresAt;
  if (expiredFor >= CLOCK_LEEWAY)
    throw new Refusal(
      'expired',
      `The ID token expired ${expiredFor} s ago by the clock of the exchange (${formatTime(now)}); request a fresh one right before the exchange, or compare the clocks.`,
      { claims: ['exp'], detail },
    );
  // An `iat` ahead of us is no more believable than an `nbf`, though RFC 7519 does not ask about it.
  const claim = times.issuedAt > times.notBefore ? 'iat' : 'nbf';
  const early = Math.max(times.issuedAt, times.notBefore) - now;
  if (early > CLOCK_LEEWAY)
    throw new Refusal(
      'not_yet_valid',
      `The ID token begins ${early} s from now by the clock of the exchange (${formatTime(now)}), which is probably slow: its operator should check time synchronisation.`,
      { claims: [claim], detail },
    );
}

function requireSaneLifetime({ issuedAt, expiresAt }: TokenTimes, detail: object): void {
  const lifetime = expiresAt - issuedAt;
  if (lifetime > 0 && lifetime <= MAX_TOKEN_LIFETIME) return;
  const lives = lifetime > 0 ? `lives for ${lifetime} s` : 'has expired at its issue';
  throw new Refusal(
    'malformed_token',
    `The token ${lives}, and an ID token for a job lives for at most ${MAX_TOKEN_LIFETIME} s; present the ID token that the job requests with "id-token: write".`,
    { claims: ['exp', 'iat'], detail },
  );
}
