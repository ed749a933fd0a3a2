import { isReason } from '../protocol/reasons.ts';
import {
  clocksOf,
  isRedirect,
  isTransient,
  type Members,
  parseMembers,
  redirectTarget,
  shapeOf,
} from './answer.ts';
import type { ErrorCode } from './error-codes.ts';
import type { HttpAnswer } from './exchange-client.ts';
import { Failure, type FailureDetails } from './failure.ts';
import { oneLine } from './one-line.ts';
import { parseRetryAfter, TRANSIENT } from './retry.ts';

/** What an answer of the exchange other than a token means. A refusal is never tried again. */
export function refusalOf(answer: HttpAnswer, now: number): Failure {
  if (isRedirect(answer.status)) return redirected(answer);
  const members = parseMembers(answer.body);
  const details = { ...detailsOf(members), ...clocksOf(answer, now) };
  if (isTransient(answer.status)) return outage(answer, members, details, now);
  if (!members || !saysWhy(members)) return notAnExchange(answer, details);
  return new Failure(codeOf(members) ?? 'exchange_refused', sentence(members), details);
}

/** RFC 6749 section 5.2, or the Depot-shaped `{"ok": false, "error": …}`. */
function saysWhy(members: Members): boolean {
  return typeof members.error === 'string';
}

function codeOf(members: Members | undefined): ErrorCode | undefined {
  const reason = members?.reason;
  return typeof reason === 'string' && isReason(reason) ? reason : undefined;
}

function sentence(members: Members): string {
  const { error_description: description, error } = members;
  return oneLine(typeof description === 'string' && description ? description : String(error));
}

function detailsOf(members: Members | undefined): FailureDetails {
  const { reference, claims } = members ?? {};
  return {
    ...(typeof reference === 'string' && { reference: oneLine(reference) }),
    ...(Array.isArray(claims) && { failedClaims: claims.filter(isString).map(oneLine) }),
  };
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function outage(
  answer: HttpAnswer,
  members: Members | undefined,
  details: FailureDetails,
  now: number,
): Failure {
  const after = parseRetryAfter(answer.headers['retry-after'], now);
  const fallback = answer.status === 429 ? 'rate_limited' : 'exchange_unavailable';
  const why = members && saysWhy(members) ? `: ${sentence(members)}` : '.';
  return new Failure(
    codeOf(members) ?? fallback,
    `The exchange answered HTTP ${answer.status}${why}`,
    { ...details, retry: { ...TRANSIENT, ...(after && { after }) } },
  );
}

function redirected(answer: HttpAnswer): Failure {
  return new Failure(
    'exchange_redirected',
    `The exchange's address answered with a redirect to ${oneLine(redirectTarget(answer))} (HTTP ${answer.status}). Nothing was sent there.`,
  );
}

function notAnExchange(answer: HttpAnswer, details: FailureDetails): Failure {
  return new Failure(
    'exchange_answer_invalid',
    `The answer is not one of an exchange: HTTP ${answer.status} with ${shapeOf(answer)}.`,
    details,
  );
}
