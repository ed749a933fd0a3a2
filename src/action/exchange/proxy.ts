import { isIP, isIPv6 } from 'node:net';
import { NetworkFault } from './network-fault.ts';

type Env = (name: string) => string | undefined;

/** What the environment says of proxies. */
export interface ProxySettings {
  /**
   * The same in the words of @actions/http-client, which reads the environment by itself: it would
   * skip a proxy without a word that it can't parse, and knows neither `ALL_PROXY` nor `*.name`.
   */
  variables: Readonly<Record<string, string>>;
  /**
   * The proxy that counts for a URL which NO_PROXY does not name, for people and without its login;
   * undefined: none. Throws if it can't be used: a job that goes around its proxy blames DNS.
   */
  labelFor(url: URL): string | undefined;
}

/** In the order in which curl looks; programs that take HTTP_PROXY, too, are the majority. */
const VARIABLES = {
  https: ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
  http: ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
} as const;

export function readProxies(env: Env): ProxySettings {
  const https = readProxy(env, VARIABLES.https);
  const http = readProxy(env, VARIABLES.http);
  const entries = (env('no_proxy') || env('NO_PROXY') || '').split(/[\s,]+/).filter(Boolean);
  return {
    variables: {
      ...inBothCases('https_proxy', https?.url ?? ''),
      ...inBothCases('http_proxy', http?.url ?? ''),
      ...inBothCases('no_proxy', entries.map(hostOf).join(',')),
    },
    labelFor(url) {
      const proxy = url.protocol === 'https:' ? https : http;
      if (!proxy) return undefined;
      if (proxy.problem) throw invalid(proxy.variable, proxy.problem);
      if (url.protocol === 'https:' && url.hostname.startsWith('['))
        throw invalid(proxy.variable, IPV6_BEHIND);
      return `the proxy ${proxy.origin} (${proxy.variable}${networkHint(url, entries)})`;
    },
  };
}

/** For those who wonder why the proxy is asked for an address in a network that they listed. */
function networkHint(url: URL, noProxy: readonly string[]): string {
  const network = noProxy.find((entry) => /\/[0-9]+$/.test(entry));
  if (!network || isIP(url.hostname) === 0) return '';
  return `; NO_PROXY: list the address, networks as ${network} don't count`;
}

function inBothCases(name: string, value: string): Record<string, string> {
  return { [name]: value, [name.toUpperCase()]: value };
}

/** `.name` and `*.name` are what a bare name is: itself and all that is below it. */
function hostOf(entry: string): string {
  if (entry === '*') return entry;
  if (isIPv6(entry)) return `[${entry}]`;
  return entry.replace(/^\*?\./, '').replace(/\.$/, '');
}

/** `problem` is the end of a sentence about the variable; nothing else is there if it is. */
interface Proxy {
  variable: string;
  url?: string;
  /** The URL without its login, and with its port. */
  origin?: string;
  problem?: string;
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}

function readProxy(env: Env, names: readonly string[]): Proxy | undefined {
  const variable = names.find((name) => env(name)?.trim());
  if (!variable) return undefined;
  return { variable, ...parseProxy(env(variable)?.trim() ?? '') };
}

/** The text may hold a password, so no problem repeats it. */
function parseProxy(text: string): Omit<Proxy, 'variable'> {
  const [, scheme = 'http'] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? [];
  if (/^socks/i.test(scheme))
    return { problem: `names a ${scheme} proxy, and only http and https proxies are supported` };
  if (!/^https?$/i.test(scheme)) return { problem: UNREADABLE };
  try {
    const url = new URL(text.includes('://') ? text : `http://${text}`);
    // What stands behind the host began inside of a password: `#`, `/` and `?` end the host.
    if (url.pathname !== '/' || url.search || url.hash) return { problem: UNREADABLE };
    decodeURIComponent(url.username + url.password);
    return { url: url.href, origin: `${url.protocol}//${url.hostname}:${portOf(url)}` };
  } catch {
    return { problem: UNREADABLE };
  }
}

const UNREADABLE =
  "can't be read: it should look like http://proxy.example.com:3128 or proxy.example.com:3128, with special characters of a password percent-encoded";

const IPV6_BEHIND =
  'names a proxy, through which IPv6 addresses are not reached with TLS: name the host, or list its address in NO_PROXY';

function invalid(variable: string, why: string): NetworkFault {
  return new NetworkFault('proxy_invalid', `The environment variable ${variable} ${why}`);
}
