import type { Clocks } from './clock.ts';
import type { HttpAnswer } from './exchange-client.ts';

/** A JSON object's members, nothing about them known yet. */
export type Members = Readonly<Record<string, unknown>>;

/** The members of a JSON object; undefined for anything else. */
export function parseMembers(body: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Members)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A token is one line of visible ASCII; anything else would break headers, masks and files. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

/** The exchange's clock beside ours, if the answer tells; as a detail of a Failure. */
export function clocksOf(answer: HttpAnswer, now: number): { clocks?: Clocks } {
  const date = Date.parse(answer.headers.date ?? '');
  return Number.isNaN(date) ? {} : { clocks: { exchange: date, runner: now } };
}

export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** Statuses that say "later", not "no". */
export function isTransient(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Where a redirect wanted to lead: host only, its path could hold anything. */
export function redirectTarget(answer: HttpAnswer): string {
  const { location } = answer.headers;
  return location && URL.canParse(location) ? new URL(location).host : 'another address';
}

/** What the body seems to be, for a person who expected JSON. */
export function shapeOf(answer: HttpAnswer): string {
  if (answer.body.trim() === '') return 'an empty body';
  if (/^\s*</.test(answer.body)) return 'an HTML page';
  return parseMembers(answer.body) ? 'JSON of another shape' : 'something that is not JSON';
}
