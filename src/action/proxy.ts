import { isLoopback } from '../protocol/base-url.ts';
import { NetworkFault } from './network-fault.ts';
import { leavesOut } from './no-proxy.ts';

export type Env = (name: string) => string | undefined;

/** An HTTP proxy, spoken to in plain text or in TLS. */
export interface HttpProxy {
  url: URL;
  /** The value of Proxy-Authorization, RFC 9110 section 11.7.1. */
  authorization: string | undefined;
  /** For people, without its credentials: the address, and the variable that names it. */
  label: string;
}

/** In the order in which curl looks; programs that take HTTP_PROXY, too, are the majority. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'https:': ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
  'http:': ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
};

/**
 * The proxy for a URL as the environment has it; undefined: none. Throws if the setting that counts
 * can't be used, because a job that goes around the proxy blames DNS. Loopback is never proxied.
 */
export function proxyFor(url: URL, env: Env): HttpProxy | undefined {
  const variable = VARIABLES[url.protocol]?.find((name) => env(name)?.trim());
  if (!variable || isLoopback(url)) return undefined;
  const noProxy = env('no_proxy') || env('NO_PROXY') || '';
  if (leavesOut(noProxy, hostOf(url), portOf(url))) return undefined;
  return parseProxy(variable, env(variable)?.trim() ?? '');
}

/** Without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

export function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}

/** The text may hold a password, so no fault repeats it. */
function parseProxy(variable: string, text: string): HttpProxy {
  const [, scheme = 'http'] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  if (!/^https?$/i.test(scheme))
    throw invalid(
      variable,
      `names a ${scheme} proxy, and only http and https proxies are supported`,
    );
  try {
    const url = new URL(text.includes('://') ? text : `http://${text}`);
    // What stands behind the host began inside of a password: `#`, `/` and `?` end the host.
    if (url.pathname !== '/' || url.search || url.hash) throw new Error('more than an address');
    const credentials = [url.username, url.password].map(decodeURIComponent).join(':');
    url.username = '';
    url.password = '';
    return {
      url,
      authorization:
        credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
      label: `the proxy ${url.origin} (${variable})`,
    };
  } catch {
    throw invalid(variable, UNREADABLE);
  }
}

const UNREADABLE =
  "can't be read: it should look like http://proxy.example.com:3128 or proxy.example.com:3128, with special characters of a password percent-encoded";

function invalid(variable: string, why: string): NetworkFault {
  return new NetworkFault('proxy_invalid', `The environment variable ${variable} ${why}`);
}
