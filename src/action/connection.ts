import { once } from 'node:events';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { faultOf, NetworkFault, refusedByProxy } from './network-fault.ts';
import { type Env, type HttpProxy, hostOf, portOf, proxyFor } from './proxy.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** The answer to one request, its body still to be read. */
export async function respond(
  { method, url: address, headers, body = '' }: HttpRequest,
  env: Env,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(address);
  const proxy = proxyFor(url, env);
  const options = { method, headers: { 'user-agent': 'dockpass-action', ...headers }, signal };
  const message = await (proxy
    ? throughProxy(proxy, url, options, body)
    : open(url, options, body));
  if (message.statusCode === 407) throw refusedByProxy(proxy?.label ?? 'a proxy on the way', 407);
  return message;
}

/** Options of the request that a URL is asked with. */
interface Options {
  method: string;
  headers: Record<string, string>;
  signal: AbortSignal;
}

/** A tunnel for TLS (RFC 9110 section 9.3.6); RFC 9112 section 3.2.2 for plain text. */
async function throughProxy(proxy: HttpProxy, url: URL, options: Options, body: string) {
  if (url.protocol === 'http:') {
    const headers = { ...options.headers, host: url.host, ...authorizing(proxy) };
    return reached(proxy, open(proxy.url, { ...options, headers, path: url.href }, body));
  }
  const socket = await openTunnel(proxy, url, options.signal);
  const host = hostOf(url);
  const createConnection = () =>
    connectTls({ socket, host, ...(isIP(host) === 0 && { servername: host }), ...STRICT });
  return open(url, { ...options, createConnection }, body);
}

async function openTunnel(proxy: HttpProxy, url: URL, signal: AbortSignal): Promise<Socket> {
  const path = `${url.hostname}:${portOf(url)}`;
  const headers = { host: path, ...authorizing(proxy) };
  const request = begin(proxy.url, { method: 'CONNECT', path, headers, signal });
  request.end();
  const connected = await reached(proxy, once(request, 'connect'));
  const [{ statusCode = 0 }, socket] = connected as [IncomingMessage, Socket];
  if (statusCode >= 200 && statusCode < 300) return socket;
  socket.destroy();
  throw refusedByProxy(proxy.label, statusCode);
}

function authorizing({ authorization }: HttpProxy): Record<string, string> {
  return authorization === undefined ? {} : { 'proxy-authorization': authorization };
}

/** What fails on the way to the proxy is not the fault of whoever is behind it. */
async function reached<Result>({ label }: HttpProxy, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const { message, final } = faultOf(error);
    const seen = `${label} can't be reached: ${message}`;
    throw new NetworkFault('proxy_unreachable', seen, { cause: error, final });
  }
}

async function open(url: URL, options: RequestOptions, body: string): Promise<IncomingMessage> {
  const request = begin(url, options);
  request.end(body);
  const [message] = (await once(request, 'response')) as [IncomingMessage];
  return message;
}

/** Whatever NODE_TLS_REJECT_UNAUTHORIZED says: an ID token is for the exchange and nobody else. */
const STRICT = { rejectUnauthorized: true } as const;

function begin(url: URL, options: RequestOptions) {
  const start = url.protocol === 'https:' ? requestHttps : requestHttp;
  // An agent of its own: with NODE_USE_ENV_PROXY the global one has proxies of its own.
  const agent = options.createConnection ? undefined : false;
  const request = start(url, { ...STRICT, agent, ...options });
  // What goes wrong once the answer has begun reaches whoever reads that.
  request.on('error', () => undefined);
  return request;
}
