import type { Retry } from '../failure/failure.ts';
import type { HttpAnswer } from '../system/port.ts';
import { parseRetryAfter, TRANSIENT } from './retry.ts';

/** A JSON object's members, nothing about them known yet. */
export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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

/** Shorter pieces occur in texts by chance, and are worth nothing to whoever finds one. */
const PIECE = 32;

/**
 * An answer is quoted in annotations, summaries and outputs; one that echoes our ID token, whole or
 * in pieces, must not be. Strings are looked at as JSON means them, since `\u0065` is an `e`, too.
 */
export function redacted({ status, headers, body }: HttpAnswer, idToken: string): HttpAnswer {
  const redact = redactor(idToken);
  const { location } = headers;
  return {
    status,
    headers: { ...headers, ...(location !== undefined && { location: redact(location) }) },
    body: redactedJson(body, redact),
  };
}

type Redact = (text: string) => string;

function redactedJson(body: string, redact: Redact): string {
  try {
    return JSON.stringify(
      JSON.parse(body, (_, value: unknown) => (typeof value === 'string' ? redact(value) : value)),
    );
  } catch (error) {
    // What is no JSON is never quoted. What is nested too deeply to be looked through is no answer.
    return error instanceof SyntaxError ? body : '{}';
  }
}

/** Replaces every run of PIECE or more characters that occurs in `secret`, in linear time. */
function redactor(secret: string): Redact {
  const pieces = new Set<string>();
  for (let start = 0; start + PIECE <= secret.length; start += 1)
    pieces.add(secret.slice(start, start + PIECE));
  return (text) => {
    let shown = '';
    for (let start = 0; start < text.length; ) {
      const end = endOfRun(text, start, pieces);
      shown += end > start ? '***' : text[start];
      start = Math.max(end, start + 1);
    }
    return shown;
  };
}

/** Where the run that begins at `start` ends; `start` itself if none begins there. */
function endOfRun(text: string, start: number, pieces: ReadonlySet<string>): number {
  let last = start;
  while (pieces.has(text.slice(last, last + PIECE))) last += 1;
  return last === start ? start : last - 1 + PIECE;
}
