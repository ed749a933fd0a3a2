import type { ReadSetting } from './values.ts';

/** Where curl looks for a proxy for https, in its order (`man curl`, ENVIRONMENT). */
const PROXY_NAMES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const;
const EXCEPTION_NAMES = ['no_proxy', 'NO_PROXY'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The first of the names that is set. */
export function proxyVariable(env: Environment): string {
  return PROXY_NAMES.find((name) => env[name]?.trim()) ?? 'HTTPS_PROXY';
}

export function exceptionsVariable(env: Environment): string {
  return EXCEPTION_NAMES.find((name) => env[name]?.trim()) ?? 'NO_PROXY';
}

/** The URL of a proxy, read as curl does; null: none. The fault does not repeat it: it may have a password. */
export const readProxyUrl: ReadSetting<string | null> = (text) => {
  if (text === '') return { value: null };
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!url?.hostname || !/^\/?$/.test(url.pathname) || url.search || url.hash)
    return {
      fault:
        'must be host:port or the URL of a proxy, such as http://USER:PASSWORD@proxy.example.com:3128',
      instead: null,
    };
  if (!isDecodable(url.username + url.password))
    return {
      fault: 'has a % in its user name or password that encodes nothing; write %25',
      instead: null,
    };
  if (!['http:', 'https:'].includes(url.protocol))
    return {
      fault: `names a proxy that speaks ${url.protocol.slice(0, -1)}; only http and https proxies are supported`,
      instead: null,
    };
  return { value: url.href };
};

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** As curl reads them: a name stands for everything below it, too, which it does not in Node. */
export const readExceptions: ReadSetting<string> = (text) => ({
  value: text
    .split(/[\s,]+/)
    .flatMap((entry) => (/^[a-z0-9-]/i.test(entry) ? [entry, `.${entry}`] : entry || []))
    .join(','),
});
