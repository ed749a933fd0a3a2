import type { Permission } from '../../protocol/permissions.ts';
import { type ProjectPath, projectUrl } from '../../protocol/projects.ts';
import {
  type DepotExchangeRequest,
  PATHS,
  TOKEN_EXCHANGE_GRANT_TYPE,
  TOKEN_TYPE,
} from '../../protocol/token-exchange.ts';
import type { OwnCode } from '../failure/error-codes.ts';
import { Failure } from '../failure/failure.ts';
import type { HttpAnswer, HttpRequest, RequestRunner, SendLimits } from '../system/port.ts';
import { isRefusal, redacted } from './answer.ts';
import { type Deadline, deadlineIn, limitsWithin, networkFailure, tryUntil } from './attempts.ts';
import { type IdTokenSource, requestIdToken } from './id-token.ts';
import { type IssuedToken, readDepotAnswer, readTokenResponse } from './issued-token.ts';
import { type FaultKind, NetworkFault } from './network-fault.ts';

export type Protocol = 'token-exchange' | 'depot';

/** What is asked for, and of whom: enough to ask again. */
export interface ExchangeTerms {
  protocol: Protocol;
  exchangeUrl: string;
  audience: string;
  /** Empty: every project that trusts this job. */
  projects: ProjectPath[];
  /** Empty: all that are granted. */
  permissions: Permission[];
  /** Seconds; undefined: the exchange's default. */
  lifetime: number | undefined;
  /** Seconds. */
  timeout: number;
}

/**
 * Each try asks for a fresh ID token: the exchange burns its `jti`, and an answer that got lost may
 * have been a token.
 */
export async function exchangeIdToken(
  runner: RequestRunner,
  terms: ExchangeTerms,
  source: IdTokenSource,
  deadline: Deadline = deadlineIn(runner, terms.timeout),
): Promise<IssuedToken> {
  return tryUntil(runner, deadline, () => tryOnce(runner, terms, source, deadline));
}

async function tryOnce(
  runner: RequestRunner,
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

/** What the request asks for, in words. */
function askedFor({ protocol, projects, permissions }: ExchangeTerms): string {
  const all = protocol === 'depot' ? 'whatever' : 'every project that';
  const where = projects.join(', ') || `${all} trusts this job`;
  return permissions.length > 0 ? `${permissions.join(', ')} on ${where}` : where;
}

/** One request; a Failure says whether another one makes sense. */
async function exchange(
  runner: RequestRunner,
  terms: ExchangeTerms,
  idToken: string,
  limits: SendLimits,
): Promise<IssuedToken> {
  const depot = terms.protocol === 'depot';
  const request = depot ? depotRequest(terms, idToken) : tokenExchangeRequest(terms, idToken);
  const discard = async (text: string) => {
    const { discardTokens } = await import(/* webpackChunkName: "failure" */ './unused-tokens.ts');
    await discardTokens(
      runner,
      { depot, exchangeUrl: terms.exchangeUrl },
      text.replaceAll(idToken, '***'),
    );
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

/** RFC 8693 section 2.1, with `lifetime` as our extension. */
function tokenExchangeRequest(terms: ExchangeTerms, idToken: string): HttpRequest {
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

/** As Depot's own actions ask Depot: the ID token and nothing else. */
function depotRequest(terms: ExchangeTerms, idToken: string): HttpRequest {
  return {
    method: 'POST',
    url: terms.exchangeUrl + PATHS.depotExchange,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ token: idToken } satisfies DepotExchangeRequest),
  };
}

async function sendRequest(
  runner: RequestRunner,
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
