import type { Agent, IncomingMessage, RequestOptions } from 'node:http';
import { isIP } from 'node:net';
import { HttpClient } from '@actions/http-client';
import type { RequestHandler } from '@actions/http-client/lib/interfaces';
import { checkBypass } from '@actions/http-client/lib/proxy';
import type { HttpRequest, Send } from '../system/port.ts';
import { NetworkFault } from './network-fault.ts';
import { readProxies } from './proxy.ts';

/** A token answer has about 1 kB; whatever is much larger is not from an exchange. */
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * The network, through the proxies that `environment` names. That is the process's own: here, and
 * nowhere else, it is brought into the form that HttpClient, tunnel and Node's TLS understand.
 */
export function createSend(environment: NodeJS.ProcessEnv): Send {
  const proxies = readProxies((name) => environment[name]);
  Object.assign(environment, proxies.variables);
  // An ID token is for the exchange and nobody else, whoever switched verification off.
  delete environment.NODE_TLS_REJECT_UNAUTHORIZED;
  return async (request, { within, unless }) => {
    // Node wants whole milliseconds, and its timers fire up to one early: whoever waited until a
    // deadline must find it passed.
    const timeLimit = AbortSignal.timeout(Math.ceil(within) + 1);
    const signal = unless ? AbortSignal.any([unless, timeLimit]) : timeLimit;
    const received: Buffer[] = [];
    let proxy: string | undefined;
    try {
      signal.throwIfAborted();
      const url = new URL(request.url);
      proxy = checkBypass(url) ? undefined : proxies.labelFor(url);
      const message = await respond(request, signal);
      if (message.statusCode === 407)
        throw (await networkErrors()).refusedByProxy(proxy ?? 'a proxy on the way', 407);
      await read(message, received);
      const body = Buffer.concat(received).toString('utf8');
      return { status: message.statusCode ?? 0, headers: message.headers, body };
    } catch (error) {
      if (unless?.aborted) throw unless.reason;
      const fault = signal.aborted
        ? tooSlow(within, proxy)
        : (await networkErrors()).faultOf(error, proxy, environment.NODE_EXTRA_CA_CERTS);
      throw fault.with({ received: Buffer.concat(received).toString('utf8') });
    }
  };
}

const networkErrors = () => import(/* webpackChunkName: "failure" */ './network-error.ts');

/**
 * The answer to one request, its body still to be read. Redirects stay off: HttpClient would send
 * the body, and with it the ID token, to whatever host a 307 names.
 */
async function respond(
  { method, url, headers, body = '' }: HttpRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const client = new HttpClient('dockpass-action', [preparing(signal)], {
    allowRedirects: false,
    allowRetries: false,
  });
  const sent = method === 'GET' ? client.get(url, headers) : client.post(url, body, headers);
  // A request that is aborted while tunnel waits for a proxy never hears of it.
  const { message } = await Promise.race([sent, abortion(signal)]);
  return message;
}

function abortion(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** tunnel's agent, as far as it needs to be told what HttpClient does not know. */
interface TunnelingAgent extends Agent {
  proxyOptions?: { host: string; servername?: string };
}

/** HttpClient hands IPv6 addresses on with their brackets (actions/toolkit#2298), and takes no signal. */
function preparing(signal: AbortSignal): RequestHandler {
  return {
    prepareRequest(options: RequestOptions & { agent: TunnelingAgent }) {
      options.signal = signal;
      const { proxyOptions } = options.agent;
      if (!proxyOptions) {
        options.host = unbracketed(options.host ?? '');
        return;
      }
      proxyOptions.host = unbracketed(proxyOptions.host);
      // Node would take the Host header for it, and that names who is behind the proxy.
      proxyOptions.servername = isIP(proxyOptions.host) ? '' : proxyOptions.host;
    },
    canHandleAuthentication: () => false,
    handleAuthentication: () => Promise.reject(new Error('no authentication is handled')),
  };
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
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

function tooSlow(within: number, proxy: string | undefined): NetworkFault {
  const way = proxy === undefined ? '' : ` through ${proxy}`;
  const seen = `no complete answer came${way} within ${(within / 1000).toFixed(1)} s`;
  return new NetworkFault('timeout', seen);
}

function tooLarge(): NetworkFault {
  return new NetworkFault('too_large', `the answer is larger than ${MAX_ANSWER_BYTES / 1024} KiB`);
}

function truncated(size: number, cause: unknown): NetworkFault {
  const seen = `the connection was closed after ${size} bytes, in the middle of the answer`;
  return new NetworkFault('truncated', seen, { cause });
}
