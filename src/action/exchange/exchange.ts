import type { OwnCode } from '../failure/error-codes.ts';
import { redacted } from '../failure/redact.ts';
import type { ExchangeTerms } from '../inputs.ts';
import type { Asking } from '../runner.ts';
import { isRefusal } from './answer.ts';
import type { HttpAnswer, HttpRequest, SendLimits } from './exchange-client.ts';
import { depotRequest, tokenExchangeRequest } from './exchange-request.ts';
import { type IssuedToken, readDepotAnswer, readTokenResponse } from './issued-token.ts';
import { networkFailure } from './network-failure.ts';
import { type FaultKind, NetworkFault } from './network-fault.ts';

/** One request; a Failure says whether another one makes sense. */
export async function exchange(
  runner: Asking,
  terms: ExchangeTerms,
  idToken: string,
  limits: SendLimits,
): Promise<IssuedToken> {
  const depot = terms.protocol === 'depot';
  const request = depot ? depotRequest(terms, idToken) : tokenExchangeRequest(terms, idToken);
  const discard = async (text: string) => {
    const { discardTokens } = await import(/* webpackChunkName: "failure" */ './unused-tokens.ts');
    await discardTokens(runner, terms, text.replaceAll(idToken, '***'));
  };
  const answer = redacted(await sendRequest(runner, request, limits, discard), idToken);
  try {
    if (isRefusal(answer)) {
      const { refusalOf } = await import(/* webpackChunkName: "failure" */ './refusal.ts');
      throw refusalOf(answer, runner.now());
    }
    return depot ? readDepotAnswer(answer) : readTokenResponse(answer);
  } catch (error) {
    await discard(answer.body);
    throw error;
  }
}

async function sendRequest(
  runner: Asking,
  request: HttpRequest,
  limits: SendLimits,
  discard: (received: string) => Promise<void>,
): Promise<HttpAnswer> {
  try {
    return await runner.send(request, limits);
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error;
    await discard(error.received);
    const seen = `${new URL(request.url).host}: ${error.message}.`;
    throw networkFailure(error, FAULT_CODES[error.kind], seen);
  }
}

const FAULT_CODES: Readonly<Record<FaultKind, OwnCode>> = {
  unreachable: 'exchange_unreachable',
  untrusted: 'exchange_certificate_untrusted',
  timeout: 'exchange_timeout',
  truncated: 'exchange_answer_truncated',
  too_large: 'exchange_answer_too_large',
  proxy_invalid: 'proxy_invalid',
  proxy_unreachable: 'proxy_unreachable',
  proxy_refused: 'proxy_refused',
};
