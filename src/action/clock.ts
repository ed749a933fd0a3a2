/** What three clocks said when a refusal came; milliseconds since the epoch. */
export interface Clocks {
  /** `Date` of the answer, RFC 9110 section 6.6.1. */
  exchange: number;
  runner: number;
  /** `iat` of the ID token that was refused. */
  github?: number | undefined;
}

/** Below that it is the network, the resolution of `Date` or the exchange's leeway. */
const TOLERANCE = 60_000;

/** Whose clock is wrong, as one sentence; undefined if none is. */
export function clockSkew({ exchange, runner, github }: Clocks): string | undefined {
  const [reference, owner] = github === undefined ? [runner, 'this runner'] : [github, 'GitHub'];
  const skew = exchange - reference;
  if (Math.abs(skew) < TOLERANCE) return undefined;
  return `The clock of the exchange is ${amount(skew)} ${skew > 0 ? 'ahead of' : 'behind'} that of ${owner}.`;
}

function amount(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
