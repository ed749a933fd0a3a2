import type { OwnCode } from './error-codes.ts';
import type { HttpRequest, SendLimits } from './exchange-client.ts';
import { depotRequest, tokenExchangeRequest } from './exchange-request.ts';
import { Failure } from './failure.ts';
import type { Inputs } from './inputs.ts';
import { type IssuedToken, readDepotAnswer, readTokenResponse } from './issued-token.ts';
import { type FaultKind, NetworkFault } from './network-fault.ts';
import { redacted } from './redact.ts';
import { isRefusal, refusalOf } from './refusal.ts';
import { TRANSIENT } from './retry.ts';
import type { Runner } from './runner.ts';

/** One request; a Failure says whether another one makes sense. */
export async function exchange(
  runner: Runner,
  inputs: Inputs,
  idToken: string,
  limits: SendLimits,
): Promise<IssuedToken> {
  const depot = inputs.protocol === 'depot';
  const request = depot ? depotRequest(inputs, idToken) : tokenExchangeRequest(inputs, idToken);
  const answer = redacted(await sendRequest(runner, request, limits), idToken);
  if (isRefusal(answer)) throw refusalOf(answer, runner.now());
  return depot ? readDepotAnswer(answer) : readTokenResponse(answer);
}

async function sendRequest(runner: Runner, request: HttpRequest, limits: SendLimits) {
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
