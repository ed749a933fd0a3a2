const LOOPBACK = /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])$/;

export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/** Why `text` cannot be a base URL of ours, as the end of a sentence; undefined if it can. */
export function baseUrlFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL; it should look like https://dockpass.example.com';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    return 'must use https (plain http is accepted for loopback addresses only)';
  if (url.username || url.password) return 'must not contain a user name or password';
  if (url.search || url.hash) return 'must not contain a query or a fragment';
  return undefined;
}

/** Base URL without a trailing slash; everything else stays byte for byte. */
export function trimBaseUrl(text: string): string {
  return text.trim().replace(/\/+$/, '');
}
