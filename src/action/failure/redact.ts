import type { HttpAnswer } from '../exchange/exchange-client.ts';

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
