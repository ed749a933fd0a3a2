import { GITHUB_ISSUER } from './identity.ts';

/** A server of GitHub, as the URL of its issuer tells it. */
export interface GitHubServer {
  /** As in the URLs of its repositories. */
  host: string;
  /** Root of its REST API, without a slash at the end. */
  api: string;
}

/**
 * Whose jobs an issuer signs for; null if its URL does not tell. See docs/issuers.md for the four forms, and
 * https://docs.github.com/en/enterprise-server@latest/rest/using-the-rest-api/getting-started-with-the-rest-api for
 * the roots of the APIs.
 */
export function githubServerOf(issuer: string): GitHubServer | null {
  const { host, pathname } = new URL(issuer);
  if (host === new URL(GITHUB_ISSUER).host)
    return { host: 'github.com', api: 'https://api.github.com' };
  const [, subdomain] = /^token\.actions\.([^.]+)\.ghe\.com$/.exec(host) ?? [];
  if (subdomain !== undefined)
    return { host: `${subdomain}.ghe.com`, api: `https://api.${subdomain}.ghe.com` };
  return pathname === '/_services/token' ? { host, api: `https://${host}/api/v3` } : null;
}
