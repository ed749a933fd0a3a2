const DAY = 86_400;

/**
 * Seconds for which jobs of a run may still ask for tokens: GitHub re-runs a run under the same id for
 * 30 days, and ends whatever runs after 35 (https://docs.github.com/en/actions/reference/limits).
 */
const RUN_ENDS_AFTER = (30 + 35) * DAY;

/**
 * Until when a run that is revoked now must be kept as such: as long as its jobs can ask, and as the
 * last token that one of them got before may live. Seconds since the epoch.
 */
export function revokedRunKeepUntil(now: number, maxLifetime: number): number {
  return now + RUN_ENDS_AFTER + maxLifetime;
}
