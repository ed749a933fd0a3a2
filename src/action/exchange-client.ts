import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type HttpRequest, respond } from './connection.ts';
import { faultOf, NetworkFault } from './network-fault.ts';
import { messageOf } from './one-line.ts';
import type { Env } from './proxy.ts';
import { readRegularFile } from './regular-file.ts';

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

/**
 * Sends one request once, and never follows a redirect; throws a NetworkFault, or the reason of
 * `unless` if that was aborted.
 */
export type Send = (request: HttpRequest, limits: SendLimits) => Promise<HttpAnswer>;

/** A token answer has about 1 kB; whatever is much larger is not from an exchange. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** The network, through the proxies that the environment names. */
export function createSend(env: Env): Send {
  return async (request, { within, unless }) => {
    // Node wants whole milliseconds, and its timers fire up to one early: whoever waited until a
    // deadline must find it passed.
    const timeLimit = AbortSignal.timeout(Math.ceil(within) + 1);
    const signal = unless ? AbortSignal.any([unless, timeLimit]) : timeLimit;
    const received: Buffer[] = [];
    try {
      const message = await respond(request, env, signal);
      await read(message, received);
      const body = Buffer.concat(received).toString('utf8');
      return { status: message.statusCode ?? 0, headers: message.headers, body };
    } catch (error) {
      if (unless?.aborted) throw unless.reason;
      const fault = signal.aborted ? tooSlow(within) : faultOf(error);
      throw fault.with({
        received: Buffer.concat(received).toString('utf8'),
        ...(fault.kind === 'untrusted' && { seen: fault.message + extraAuthorities(env) }),
      });
    }
  };
}

/** Into `chunks`, so that what has come is there also if the rest never does. */
async function read(message: IncomingMessage, chunks: Buffer[]): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      size += chunk.length;
      chunks.push(chunk);
      if (size > MAX_ANSWER_BYTES) throw tooLarge();
    }
  } catch (error) {
    throw error instanceof NetworkFault ? error : truncated(size, error);
  }
}

/** Bundles of whole systems have a quarter of it. */
const MAX_AUTHORITIES_BYTES = 1024 * 1024;

/** Node only warns of a file that it can't use, on a stream that nobody looks at. */
function extraAuthorities(env: Env): string {
  const path = env('NODE_EXTRA_CA_CERTS');
  if (!path) return '';
  try {
    const { text } = readRegularFile(path, MAX_AUTHORITIES_BYTES);
    return text.includes('-----BEGIN') ? '' : `; ${EXTRA} holds no certificate`;
  } catch (error) {
    return `; ${EXTRA} can't be read (${messageOf(error)})`;
  }
}

const EXTRA = 'the file that NODE_EXTRA_CA_CERTS names';

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
  return new NetworkFault('truncated', seen, { cause });
}
