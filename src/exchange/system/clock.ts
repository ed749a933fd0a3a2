/** Milliseconds since the epoch, as Date.now. Passed in everywhere, so that tests can move time. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** Whole seconds since the epoch: NumericDate of RFC 7519 section 2, and every `…At` in the store. */
export function epochSeconds(clock: Clock): number {
  return Math.floor(clock() / 1000);
}

/** ISO 8601 in UTC, such as 2027-01-15T08:00:00Z: without the milliseconds that nobody keeps. */
export function formatTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
