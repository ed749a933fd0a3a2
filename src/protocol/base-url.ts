const LOOPBACK = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])$/;

export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/** Why `text` cannot be a base URL of ours, as the end of a sentence; undefined if it can. */
export function baseUrlFault(text: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim())) return schemeFault(text.trim());
  if (!URL.canParse(text)) return NOT_A_URL;
  const url = new URL(text);
  if (holdsAnotherUrl(url)) return NOT_A_URL;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    return 'must use https (plain http is accepted for loopback addresses only)';
  if (url.username || url.password) return 'must not contain a user name or password';
  if (url.search || url.hash) return 'must not contain a query or a fragment';
  return undefined;
}

const NOT_A_URL = 'is not a URL; it should look like https://dockpass.example.com';

/** `https://https://host`, of a template and a value that both have the scheme. */
function holdsAnotherUrl({ pathname }: URL): boolean {
  return /^\/{2,}[^/]/.test(pathname);
}

/** What can be suggested: the parser takes quotation marks and semicolons for a host, too. */
const HOST = /^(?:[\w-]+(?:\.[\w-]+)*|\[[0-9a-f:.]+\])(?::[0-9]+)?$/i;

/** `localhost:8080` parses as a URL of the scheme `localhost`, and `https:/host` as one of https. */
function schemeFault(text: string): string {
  const rest = text.replace(/^(?:https?:)?\/*/i, '');
  if (!URL.canParse(`https://${rest}`)) return NOT_A_URL;
  const url = new URL(`https://${rest}`);
  const { username, password, host, pathname, hostname } = url;
  if (username || password) return 'has no scheme, and must not contain a user name or password';
  if (holdsAnotherUrl(url) || !HOST.test(host)) return NOT_A_URL;
  const scheme = LOOPBACK.test(hostname) ? 'http' : 'https';
  return `has no scheme; write ${trimBaseUrl(`${scheme}://${host}${pathname}`)}`;
}

/** Base URL without a trailing slash; everything else stays byte for byte. */
export function trimBaseUrl(text: string): string {
  return text.trim().replace(/\/+$/, '');
}
