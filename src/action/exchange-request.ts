import { projectUrl } from '../protocol/projects.ts';
import {
  type DepotExchangeRequest,
  PATHS,
  TOKEN_EXCHANGE_GRANT_TYPE,
  TOKEN_TYPE,
} from '../protocol/token-exchange.ts';
import type { HttpRequest } from './exchange-client.ts';
import type { Inputs } from './inputs.ts';

/** RFC 8693 section 2.1, with `lifetime` as our extension. */
export function tokenExchangeRequest(inputs: Inputs, idToken: string): HttpRequest {
  const form = new URLSearchParams({
    grant_type: TOKEN_EXCHANGE_GRANT_TYPE,
    subject_token: idToken,
    subject_token_type: TOKEN_TYPE.idToken,
  });
  for (const project of inputs.projects)
    form.append('resource', projectUrl(inputs.exchangeUrl, project));
  if (inputs.permissions.length > 0) form.set('scope', inputs.permissions.join(' '));
  if (inputs.lifetime !== undefined) form.set('lifetime', String(inputs.lifetime));
  return {
    method: 'POST',
    url: inputs.exchangeUrl + PATHS.token,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  };
}

/** What Depot's own actions send: the ID token and nothing else. */
export function depotRequest(inputs: Inputs, idToken: string): HttpRequest {
  return {
    method: 'POST',
    url: inputs.exchangeUrl + PATHS.depotExchange,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ token: idToken } satisfies DepotExchangeRequest),
  };
}
