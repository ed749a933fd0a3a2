import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { HttpClient } from '@actions/http-client';
import { faultOf, NetworkFault } from './network-fault.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

export interface HttpAnswer {
  status: number;
  /** Only these are ever looked at. */
  headers: Pick<IncomingHttpHeaders, 'date' | 'retry-after' | 'location'>;
  body: string;
}

export interface SendLimits {
  /** Milliseconds until the answer must be complete. */
  within: number;
  /** Gives up at once when aborted. */
  unless?: AbortSignal;
}

/** Sends one request once; throws a NetworkFault, or the reason of `unless` if that was aborted. */
export type Send = (request: HttpRequest, limits: SendLimits) => Promise<HttpAnswer>;

/** A token answer has about 1 kB; whatever is much larger is not from an exchange. */
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * The network. Redirects stay off: HttpClient would send the POST body, and with it the ID token,
 * to whatever host a 307 names.
 */
export const send: Send = async (request, { within, unless }) => {
  // Node wants whole milliseconds, and its timers fire up to one early: whoever waited until a
  // deadline must find it passed.
  const timeLimit = AbortSignal.timeout(Math.ceil(within) + 1);
  const signal = unless ? AbortSignal.any([unless, timeLimit]) : timeLimit;
  try {
    const client = new HttpClient('dockpass-action', [abortWith(signal)], {
      allowRedirects: false,
      allowRetries: false,
    });
    const { method, url, headers, body = '' } = request;
    const sent = method === 'GET' ? client.get(url, headers) : client.post(url, body, headers);
    const { message } = await sent;
    return { status: message.statusCode ?? 0, headers: message.headers, body: await read(message) };
  } catch (error) {
    if (unless?.aborted) throw unless.reason;
    throw signal.aborted ? tooSlow(within) : faultOf(error);
  }
};

/** HttpClient takes no signal; its request handlers may set options of node:http, which does. */
function abortWith(signal: AbortSignal) {
  return {
    prepareRequest: (options: { signal?: AbortSignal }) => {
      options.signal = signal;
    },
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error('no authentication is handled')),
  };
}

/** The iterator throws when the peer closes early; HttpClient's own `readBody` would never settle. */
async function read(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof NetworkFault ? error : truncated(size, error);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooSlow(within: number): NetworkFault {
  return new NetworkFault(
    'timeout',
    `no complete answer came within ${(within / 1000).toFixed(1)} s`,
  );
}

function tooLarge(): NetworkFault {
  return new NetworkFault('too_large', `the answer is larger than ${MAX_ANSWER_BYTES / 1024} KiB`);
}

function truncated(size: number, cause: unknown): NetworkFault {
  const seen = `the connection was closed after ${size} bytes, in the middle of the answer`;
  return new NetworkFault('truncated', seen, cause);
}
