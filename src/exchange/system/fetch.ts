import { isNativeError } from 'node:util/types';
import { isLoopback } from '../../protocol/base-url.ts';

export interface FetchLimits {
  /** Of the body after decompression, so that a small answer cannot unfold into a huge one. */
  maxBytes: number;
  /** From the start to the last byte, so that a slow drip cannot hold the caller. */
  timeoutMs: number;
}

export interface FetchedJson {
  json: unknown;
  headers: Headers;
}

/** Rejects with an Error whose message says what the other side did, fit for a log. */
export type FetchJson = (url: string) => Promise<FetchedJson>;

/**
 * GET for documents of a server that we know but do not trust with our memory, our time or our way:
 * it cannot make us read more than `maxBytes`, wait longer than `timeoutMs`, or go anywhere else.
 */
export function createFetchJson(limits: FetchLimits): FetchJson {
  return async (url) => {
    const target = fetchable(url);
    const signal = AbortSignal.timeout(limits.timeoutMs);
    try {
      const response = await get(target, signal);
      return { json: parse(await read(response, limits.maxBytes)), headers: response.headers };
    } catch (cause) {
      const fault = signal.aborted
        ? `did not answer completely within ${limits.timeoutMs} ms`
        : innermostMessage(cause);
      throw new Error(`${url}: ${fault}`, { cause });
    }
  };
}

async function get(target: URL, signal: AbortSignal): Promise<Response> {
  const headers = { accept: 'application/json' };
  const response = await fetch(target, { redirect: 'manual', signal, headers });
  if (response.status === 200) return response;
  await response.body?.cancel();
  const note = response.headers.has('location') ? '; redirects are not followed' : '';
  throw new Error(`answered ${response.status} instead of 200${note}`);
}

function fetchable(url: string): URL {
  if (!URL.canParse(url)) throw new Error(`${url} is not a URL`);
  const target = new URL(url);
  if (target.protocol !== 'https:' && !(target.protocol === 'http:' && isLoopback(target)))
    throw new Error(`${url} must use https (plain http is accepted for loopback addresses only)`);
  if (target.username || target.password)
    throw new Error(`the URL on ${target.host} must not contain a user name or password`);
  return target;
}

async function read(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the body and with it the connection.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`answered more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // Without the cause, which would carry a piece of the body into the log.
    throw new Error('did not answer with JSON');
  }
}

/** What went wrong below: undici says "fetch failed" or "terminated" and gives the reason as cause. */
function innermostMessage(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  return isNativeError(error.cause) ? innermostMessage(error.cause) : error.message;
}
