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
