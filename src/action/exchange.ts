import type { OwnCode } from './error-codes.ts';
import type { HttpRequest, SendLimits } from './exchange-client.ts';
import { depotRequest, tokenExchangeRequest } from './exchange-request.ts';
import { Failure } from './failure.ts';
import type { ExchangeTerms } from './inputs.ts';
import { type IssuedToken, readDepotAnswer, readTokenResponse } from './issued-token.ts';
import { type FaultKind, NetworkFault } from './network-fault.ts';
import { redacted } from './redact.ts';
import { isRefusal, refusalOf } from './refusal.ts';
import { TRANSIENT } from './retry.ts';
import type { Asking } from './runner.ts';

/** One request; a Failure says whether another one makes sense. */
export async function exchange(
  runner: Asking,
  terms: ExchangeTerms,
  idToken: string,
  limits: SendLimits,
): Promise<IssuedToken> {
  const depot = terms.protocol === 'depot';
  const request = depot ? depotRequest(terms, idToken) : tokenExchangeRequest(terms, idToken);
  const answer = redacted(await sendRequest(runner, request, limits), idToken);
  if (isRefusal(answer)) throw refusalOf(answer, runner.now());
  return depot ? readDepotAnswer(answer) : readTokenResponse(answer);
}

async function sendRequest(runner: Asking, request: HttpRequest, limits: SendLimits) {
  try {
    return await runner.send(request, limits);
  } catch (error) {
    throw error instanceof NetworkFault ? networkFailure(request.url, error) : error;
  }
}

const FAULT_CODES: Readonly<Record<FaultKind, OwnCode>> = {
  unreachable: 'exchange_unreachable',
  untrusted: 'exchange_certificate_untrusted',
  timeout: 'exchange_timeout',
  truncated: 'exchange_answer_truncated',
  too_large: 'exchange_answer_too_large',
};

function networkFailure(url: string, fault: NetworkFault): Failure {
  return new Failure(FAULT_CODES[fault.kind], `${new URL(url).host}: ${fault.message}.`, {
    ...(!fault.final && { retry: TRANSIENT }),
    cause: fault,
  });
}
