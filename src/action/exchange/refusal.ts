import { isReason } from '../../protocol/reasons.ts';
import type { ErrorCode, OwnCode } from '../failure/error-codes.ts';
import { Failure, type FailureDetails } from '../failure/failure.ts';
import { oneLine } from '../failure/one-line.ts';
import type { HttpAnswer } from '../system/port.ts';
import type { Members } from './answer.ts';
import { isRedirect, isReference, parseMembers, retryOf, shapeOf } from './answer.ts';
import { isTransient } from './retry.ts';

/**
 * What an answer of the exchange means that is not what was asked for. A refusal is never tried
 * again; an outage is, and has `outageCode` unless the exchange names a reason.
 */
export function refusalOf(
  answer: HttpAnswer,
  now: number,
  outageCode: OwnCode = 'exchange_unavailable',
): Failure {
  if (isRedirect(answer.status)) return redirected(answer);
  const members = parseMembers(answer.body) ?? {};
  const details = { ...detailsOf(members), ...clocksOf(answer, now) };
  if (isTransient(answer.status))
    return outage(answer.status, members, outageCode, { ...details, retry: retryOf(answer, now) });
  if (!isAnswerOfOurs(members)) return foreign(answer, details);
  if (isNoEndpoint(answer.status, members)) return elsewhere(answer.status, members);
  return new Failure(reasonIn(members) ?? 'exchange_refused', sentence(members), details);
}

/** Bodies of RFC 6749, RFC 9457 and Depot, in this order. */
function isAnswerOfOurs({ error, detail, ok }: Members): boolean {
  return typeof error === 'string' || typeof detail === 'string' || ok === false;
}

/** The exchange is there, and `exchange-url` leads past its endpoints. It has no audit event of that. */
function isNoEndpoint(status: number, members: Members): boolean {
  return (status === 404 || status === 405) && members.ok !== false && !reasonIn(members);
}

function elsewhere(status: number, members: Members): Failure {
  const message = `What \`exchange-url\` leads to answered HTTP ${status}: ${sentence(members)}`;
  return new Failure('exchange_answer_invalid', message);
}

function reasonIn({ reason }: Members): ErrorCode | undefined {
  return typeof reason === 'string' && isReason(reason) ? reason : undefined;
}

function sentence(members: Members): string {
  return oneLine(saidBy(members) ?? 'The exchange did not say why.');
}

/**
 * `error_description` of RFC 6749 section 5.2, `detail` of RFC 9457 section 3.1, or the bare `error`,
 * which Depot's shape has.
 */
function saidBy({ error_description: description, detail, error }: Members): string | undefined {
  return [description, detail, error]
    .filter((text) => typeof text === 'string')
    .find((text) => text !== '');
}

function detailsOf({ reference, claims }: Members): FailureDetails {
  return {
    failedClaims: Array.isArray(claims) ? claims.filter(isClaimName).slice(0, MAX_CLAIMS) : [],
    ...(isReference(reference) && { reference }),
  };
}

/** More than any relationship has conditions. */
const MAX_CLAIMS = 20;

function isClaimName(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value);
}

function clocksOf(answer: HttpAnswer, now: number): FailureDetails {
  const date = Date.parse(answer.headers.date ?? '');
  return Number.isNaN(date) ? {} : { clocks: { exchange: date, runner: now } };
}

function outage(
  status: number,
  members: Members,
  outageCode: OwnCode,
  details: FailureDetails,
): Failure {
  const fallback = status === 429 ? 'rate_limited' : outageCode;
  const why = saidBy(members) ? `: ${sentence(members)}` : '.';
  const message = `The exchange answered HTTP ${status}${why}`;
  return new Failure(reasonIn(members) ?? fallback, message, details);
}

/** Only the host is told; the rest of a Location could hold anything. */
function redirected({ status, headers: { location = '' } }: HttpAnswer): Failure {
  const target = URL.canParse(location) ? new URL(location).host : 'another address';
  const message = `The exchange's address answered with a redirect to ${oneLine(target)} (HTTP ${status}). Nothing was sent there.`;
  return new Failure('exchange_redirected', message);
}

function foreign(answer: HttpAnswer, details: FailureDetails): Failure {
  const message = `The answer is not one of an exchange: HTTP ${answer.status} with ${shapeOf(answer)}.`;
  return new Failure('exchange_answer_invalid', message, details);
}
