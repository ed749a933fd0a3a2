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
    const outcome = await exchangeToken(
      { clientAddress: clientAddress(context.env.incoming) },
      async () => parseExchangeRequest(await readForm(context), rules),
    );
    return 'answer' in outcome ? json(200, outcome.answer) : refusalResponse(outcome);
  };
}
