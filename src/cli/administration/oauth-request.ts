import { isNativeError } from 'node:util/types';
import { CommandFailure } from '../failure.ts';
import type { Fetch } from '../terminal.ts';

const TIMEOUT_MS = 30_000;

const MAX_BYTES = 64 * 1024;

/** What the exchange's OAuth endpoints answer. */
export interface OAuthAnswer {
  status: number;
  /** Undefined where it is not JSON. */
  body: unknown;
  /** Seconds, if the exchange says when to come back. */
  retryAfter: number | null;
}

/** The network or the server between: another try may help. */
export class Unreachable extends CommandFailure {}

/** Sends a form. Rejects with Unreachable. */
export async function oauthRequest(
  fetch: Fetch,
  url: string,
  fields: Readonly<Record<string, string>>,
): Promise<OAuthAnswer> {
  try {
    const response = await fetch(new URL(url), {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { accept: 'application/json' },
      body: new URLSearchParams(fields),
    });
    const { status, headers } = response;
    const body = parsed(await read(response));
    return { status, body, retryAfter: Number(headers.get('retry-after')) || null };
  } catch (error) {
    throw new Unreachable([`${new URL(url).origin} is unreachable: ${reasonOf(error)}`]);
  }
}

async function read({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`it answered more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** undici says "fetch failed" and gives the reason as its cause. */
function reasonOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  if (error.name === 'TimeoutError') return 'it did not answer in time';
  if (isNativeError(error.cause)) return reasonOf(error.cause);
  return error.message || String((error as NodeJS.ErrnoException).code);
}
