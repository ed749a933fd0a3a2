import { Failure } from '../failure/failure.ts';
import type { ExchangeTerms } from '../inputs.ts';
import type { Asking } from '../runner.ts';
import { type Deadline, deadlineIn, limitsWithin, tryUntil } from './attempts.ts';
import { exchange } from './exchange.ts';
import { askedFor } from './exchange-request.ts';
import { type IdTokenSource, requestIdToken } from './id-token.ts';
import type { IssuedToken } from './issued-token.ts';

/**
 * Each try asks for a fresh ID token: the exchange burns its `jti`, and an answer that got lost may
 * have been a token.
 */
export async function exchangeIdToken(
  runner: Asking,
  terms: ExchangeTerms,
  source: IdTokenSource,
  deadline: Deadline = deadlineIn(runner, terms.timeout),
): Promise<IssuedToken> {
  return tryUntil(runner, deadline, () => tryOnce(runner, terms, source, deadline));
}

async function tryOnce(
  runner: Asking,
  terms: ExchangeTerms,
  source: IdTokenSource,
  deadline: Deadline,
) {
  const limits = (unless: AbortSignal) => limitsWithin(runner, deadline, unless);
  const idToken = await requestIdToken(runner, source, terms.audience, limits(runner.cancelled));
  try {
    // Only cut off: when the job is cancelled now, the answer may be a token that must be revoked.
    return await exchange(runner, terms, idToken, limits(runner.cutOff));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const failure = error.with({ exchange: terms.exchangeUrl, asked: askedFor(terms) });
    if (failure.details.retry) throw failure;
    const { ownClaims } = await import(/* webpackChunkName: "failure" */ '../failure/claims.ts');
    throw failure.with({ claims: ownClaims(idToken) });
  }
}
