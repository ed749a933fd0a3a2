import { isNativeError } from 'node:util/types';
import { isLoopback } from '../../protocol/base-url.ts';
import { type ProxySettings, proxyName } from './proxy.ts';

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

/** The other side answered, but not with what was asked for. */
export class UnexpectedStatus extends Error {
  override readonly name = 'UnexpectedStatus';
  readonly status: number;

  constructor(status: number, note: string) {
    super(`answered ${status} instead of 200${note}`);
    this.status = status;
  }
}

/**
 * Rejects with an Error whose message says what the other side did, fit for a log; its cause is an
 * UnexpectedStatus if that was to answer with one.
 */
export type FetchJson = (url: string) => Promise<FetchedJson>;

/**
 * GET for documents of a server that we know but do not trust with our memory, our time or our way:
 * it cannot make us read more than `maxBytes`, wait longer than `timeoutMs`, or go anywhere else.
 * `proxy`: the one in use, to be named where it may be why.
 */
export function createFetchJson(
  limits: FetchLimits,
  proxy: ProxySettings | null = null,
): FetchJson {
  return (url) =>
    bounded(url, limits, proxy, async (target, signal) => {
      const response = await get(target, signal);
      return { json: parse(await read(response, limits.maxBytes)), headers: response.headers };
    });
}

/** Likewise; for a library that speaks a protocol over it, and judges the answer itself. */
export type BoundedFetch = (url: string, request: RequestInit) => Promise<Response>;

export function createBoundedFetch(
  limits: FetchLimits,
  proxy: ProxySettings | null = null,
): BoundedFetch {
  return (url, request) =>
    bounded(url, limits, proxy, async (target, signal) => {
      const response = await fetch(target, { ...request, redirect: 'manual', signal });
      const body = await read(response, limits.maxBytes);
      const { status, headers } = response;
      return new Response(body.length === 0 ? null : new Uint8Array(body), { status, headers });
    });
}

async function bounded<Result>(
  url: string,
  { timeoutMs }: FetchLimits,
  proxy: ProxySettings | null,
  work: (target: URL, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const target = fetchable(url);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await work(target, signal);
  } catch (cause) {
    const fault = signal.aborted
      ? `did not answer completely within ${timeoutMs} ms`
      : faultOf(cause);
    throw new Error(`${url}: ${fault}${wayOf(target, proxy)}`, { cause });
  }
}

async function get(target: URL, signal: AbortSignal): Promise<Response> {
  const headers = { accept: 'application/json' };
  const response = await fetch(target, { redirect: 'manual', signal, headers });
  if (response.status === 200) return response;
  await response.body?.cancel();
  const note = response.headers.has('location') ? '; redirects are not followed' : '';
  throw new UnexpectedStatus(response.status, note);
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

/** OpenSSL's words for an authority that nobody here knows, as codes of Node. */
const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What went wrong below: undici says "fetch failed" or "terminated" and gives the reason as cause. */
function faultOf(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  if (isNativeError(error.cause)) return faultOf(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && UNKNOWN_AUTHORITY.has(code))
    return `${error.message}; if the authority behind its certificate is your own, name its file in NODE_EXTRA_CA_CERTS`;
  return error.message.replace(/^Proxy response \((\d+)\).*/, 'the proxy answered $1');
}

function wayOf({ protocol }: URL, proxy: ProxySettings | null): string {
  if (!proxy || protocol !== 'https:') return '';
  return ` (HTTPS_PROXY is ${proxyName(proxy.url)}; hosts in NO_PROXY are reached without it)`;
}
