import type { ExchangeRequest } from '../flows/exchange-request.ts';
import type { ExchangeToken } from '../flows/exchange-token.ts';
import { type Handler, json } from './answer.ts';
import type { ClientAddress } from './client-address.ts';
import { parseExchangeRequest, type RequestRules } from './exchange-request.ts';
import { readForm } from './form.ts';
import { refusalResponse } from './refusal-response.ts';

interface TokenEndpointDeps {
  exchangeToken: ExchangeToken;
  clientAddress: ClientAddress;
  rules: RequestRules;
}

/** `POST /oauth/token`, RFC 8693 section 2. */
export function tokenEndpoint({ exchangeToken, clientAddress, rules }: TokenEndpointDeps): Handler {
  return async (context) => {
    let request: ExchangeRequest | undefined;
    const outcome = await exchangeToken(
      { clientAddress: clientAddress(context.env.incoming) },
      async () => {
        request = parseExchangeRequest(await readForm(context), rules);
        return request;
      },
    );
    return 'answer' in outcome ? json(200, outcome.answer) : refusalResponse(outcome, request);
  };
}
