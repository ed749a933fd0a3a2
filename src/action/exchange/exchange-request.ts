import { projectUrl } from '../../protocol/projects.ts';
import {
  type DepotExchangeRequest,
  PATHS,
  TOKEN_EXCHANGE_GRANT_TYPE,
  TOKEN_TYPE,
} from '../../protocol/token-exchange.ts';
import type { ExchangeTerms } from '../inputs.ts';
import type { HttpRequest } from './exchange-client.ts';

/** RFC 8693 section 2.1, with `lifetime` as our extension. */
export function tokenExchangeRequest(terms: ExchangeTerms, idToken: string): HttpRequest {
  const form = new URLSearchParams({
    grant_type: TOKEN_EXCHANGE_GRANT_TYPE,
    subject_token: idToken,
    subject_token_type: TOKEN_TYPE.idToken,
  });
  for (const project of terms.projects)
    form.append('resource', projectUrl(terms.exchangeUrl, project));
  if (terms.permissions.length > 0) form.set('scope', terms.permissions.join(' '));
  if (terms.lifetime !== undefined) form.set('lifetime', String(terms.lifetime));
  return {
    method: 'POST',
    url: terms.exchangeUrl + PATHS.token,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  };
}

/** What the request asks for, in words. */
export function askedFor({ protocol, projects, permissions }: ExchangeTerms): string {
  const all = protocol === 'depot' ? 'whatever' : 'every project that';
  const where = projects.join(', ') || `${all} trusts this job`;
  return permissions.length > 0 ? `${permissions.join(', ')} on ${where}` : where;
}

/** As Depot's own actions ask Depot: the ID token and nothing else. */
export function depotRequest(terms: ExchangeTerms, idToken: string): HttpRequest {
  return {
    method: 'POST',
    url: terms.exchangeUrl + PATHS.depotExchange,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ token: idToken } satisfies DepotExchangeRequest),
  };
}
