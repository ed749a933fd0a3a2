/** Milliseconds since the epoch, as Date.now. Passed in everywhere, so that tests can move time. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** Whole seconds since the epoch: NumericDate of RFC 7519 section 2, and every `…At` in the store. */
export function epochSeconds(clock: Clock): number {
  return Math.floor(clock() / 1000);
}
