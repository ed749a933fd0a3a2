import type { HttpAnswer } from './exchange-client.ts';
import { isMembers, type Members } from './members.ts';
import { parseRetryAfter, type Retry, TRANSIENT } from './retry.ts';

/** The members of a JSON object; undefined for anything else. */
export function parseMembers(body: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isMembers(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Depot says no with status 200, too: `{"ok": false, "error": …}`. */
export function isRefusal(answer: HttpAnswer): boolean {
  return answer.status !== 200 || parseMembers(answer.body)?.ok === false;
}

/** As on the exchange; a longer one would not fit into a variable of every system either. */
const MAX_TOKEN_LENGTH = 16 * 1024;

/** Shorter, it could be guessed, and masking it would blacken half of the log. */
export const MIN_TOKEN_LENGTH = 16;

/** RFC 6750 section 2.1. An exchange must not choose text that a shell reads as more than a word. */
export function isBearerToken(value: unknown): value is string {
  return hasTokenLength(value) && /^[\w.~+/-]+=*$/.test(value);
}

/** RFC 7515 section 7.1: three parts in base64url. */
export function isJwt(value: unknown): value is string {
  return isShort(value) && /^[\w-]+(?:\.[\w-]+){2}$/.test(value);
}

/** Whatever a person uses as a token: a line of visible ASCII, fit for headers, masks and files. */
export function isToken(value: unknown): value is string {
  return hasTokenLength(value) && /^[\x21-\x7e]+$/.test(value);
}

function hasTokenLength(value: unknown): value is string {
  return isShort(value) && value.length >= MIN_TOKEN_LENGTH;
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TOKEN_LENGTH;
}

/** The id of an audit event. */
export function isReference(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,64}$/.test(value);
}

export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** When to come back after such a status. */
export function retryOf(answer: HttpAnswer, now: number): Retry {
  const after = parseRetryAfter(answer.headers['retry-after'], now);
  return after === undefined ? TRANSIENT : { ...TRANSIENT, least: after };
}

/** What the body seems to be, for a person who expected JSON. */
export function shapeOf(answer: HttpAnswer): string {
  if (answer.body.trim() === '') return 'an empty body';
  if (/^\s*</.test(answer.body)) return 'an HTML page';
  return parseMembers(answer.body) ? 'JSON of another shape' : 'something that is not JSON';
}
