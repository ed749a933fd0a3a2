import type { DepotExchangeResponse } from '../../protocol/token-exchange.ts';
import type { Refused } from '../audit/audited.ts';
import type { ExchangeRequest, ExchangeToken } from '../flows/exchange-token.ts';
import { type Handler, json } from '../http/answer.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { readBody } from '../http/request.ts';
import { oauthAnswer } from '../http/statuses.ts';
import { Refusal } from '../refusal.ts';
import { publicMembers } from './token.ts';

interface DepotExchangeDeps {
  exchangeToken: ExchangeToken;
  clientAddress: ClientAddress;
}

/** `POST /auth/oidc/github-actions`: the exchange in Depot's shape, which the action speaks with `protocol: depot`. */
export function depotExchangeEndpoint({
  exchangeToken,
  clientAddress,
}: DepotExchangeDeps): Handler {
  return async (context) => {
    const outcome = await exchangeToken(
      { clientAddress: clientAddress(context.env.incoming) },
      async () => parseDepotRequest(await readBody(context, 'application/json')),
    );
    if ('refusal' in outcome) return refusalResponse(outcome);
    const { access_token: token, expires_in, projects, reference } = outcome.answer;
    const answer: DepotExchangeResponse = { ok: true, token, expires_in, projects, reference };
    return json(200, answer);
  };
}

/** There is nothing to ask for but the token: every project that trusts the job, with all it grants. */
function parseDepotRequest(body: string): ExchangeRequest {
  const subjectToken = tokenOf(body);
  if (typeof subjectToken !== 'string' || subjectToken === '')
    throw new Refusal('malformed_request', 'Send JSON with the ID token: {"token": "…"}.');
  return {
    subjectToken,
    subjectTokenType: 'id_token',
    projects: null,
    permissions: null,
    lifetime: null,
  };
}

function tokenOf(body: string): unknown {
  try {
    return (JSON.parse(body) as { token?: unknown } | null)?.token;
  } catch {
    // The parser's message quotes the body, and with it the token.
    return undefined;
  }
}

function refusalResponse({ refusal, reference }: Refused): Response {
  const { status, headers } = oauthAnswer(refusal);
  const body: DepotExchangeResponse = {
    ok: false,
    error: refusal.message,
    ...publicMembers(refusal, reference),
  };
  return json(status, body, headers);
}
