import { exchange } from './exchange.ts';
import type { SendLimits } from './exchange-client.ts';
import { Failure } from './failure.ts';
import { type IdTokenSource, requestIdToken } from './id-token.ts';
import type { ExchangeTerms } from './inputs.ts';
import type { IssuedToken } from './issued-token.ts';
import { NetworkFault } from './network-fault.ts';
import { pauseBefore } from './retry.ts';
import type { Asking } from './runner.ts';

/** One hanging connection must not use up the whole deadline, nor a slow one be cut off early. */
const TRY_SHARE = 1 / 3;
const LEAST_TRY = 5_000;

/**
 * Tries until there is a token, a final answer, or no time left. Each try asks for a fresh ID
 * token: the exchange burns its `jti`, and an answer that got lost may have been a token.
 */
export async function exchangeIdToken(
  runner: Asking,
  terms: ExchangeTerms,
  source: IdTokenSource,
): Promise<IssuedToken> {
  const end = runner.elapsed() + terms.timeout * 1000;
  let seen: unknown;
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryOnce(runner, terms, source, end);
    } catch (error) {
      // A try that the deadline cut short tells less than the one before it.
      if (seen && ranOutOfTime(error) && runner.elapsed() >= end) throw seen;
      seen = error;
      await pauseOrThrow(runner, error, tries, end);
    }
  }
}

function ranOutOfTime(error: unknown): boolean {
  const cause = error instanceof Failure ? error.cause : undefined;
  return cause instanceof NetworkFault && cause.kind === 'timeout';
}

async function tryOnce(runner: Asking, terms: ExchangeTerms, source: IdTokenSource, end: number) {
  const limits = (unless: AbortSignal): SendLimits => {
    const left = Math.max(1, end - runner.elapsed());
    return {
      within: Math.min(left, Math.max(LEAST_TRY, terms.timeout * 1000 * TRY_SHARE)),
      unless,
    };
  };
  const idToken = await requestIdToken(runner, source, terms.audience, limits(runner.cancelled));
  try {
    // Only cut off: when the job is cancelled now, the answer may be a token that must be revoked.
    return await exchange(runner, terms, idToken, limits(runner.cutOff));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const failure = error.with({ exchange: terms.exchangeUrl });
    if (failure.details.retry) throw failure;
    const { ownClaims } = await import(/* webpackChunkName: "failure" */ './claims.ts');
    throw failure.with({ claims: ownClaims(idToken) });
  }
}

async function pauseOrThrow(runner: Asking, error: unknown, tries: number, end: number) {
  const retry = error instanceof Failure ? error.details.retry : undefined;
  const pause = retry && pauseBefore(retry, tries, runner.random);
  if (!(error instanceof Failure) || pause === undefined) throw error;
  if (runner.elapsed() + pause >= end) throw error;
  runner.info(`${error.message} Trying again in ${(pause / 1000).toFixed(1)} s.`);
  await runner.pause(pause, runner.cancelled);
}
