import { z } from 'zod';
import type { Reason } from '../../../protocol/reasons.ts';
import { PROBLEMS, Problem, type ProblemCode } from '../../flows/admin/problem.ts';
import { Refusal } from '../../refusal.ts';
import type { Log } from '../../system/log.ts';
import { json } from '../answer.ts';
import { oauthErrorOf } from '../refusal-response.ts';

const PROBLEM: Record<ProblemCode, { status: number; title: string }> = {
  invalid_request: { status: 400, title: 'The request cannot be understood' },
  unauthenticated: { status: 401, title: 'No valid token was sent' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  taken: { status: 409, title: 'The name is taken' },
  conflict: { status: 409, title: 'The state does not allow this' },
  quota_exceeded: { status: 409, title: 'A quota is full' },
  precondition_failed: { status: 412, title: 'It was changed meanwhile' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used before' },
  keys_unavailable: { status: 503, title: 'The keys of the sender cannot be had' },
};

/** Where each `type` of a problem is explained. */
const PROBLEM_PAGE = 'https://github.com/dockpass/dockpass/blob/main/docs/problems.md';

/** Reasons of the exchange's refusals that an administrative request may meet as well. */
export const SHARED_REASONS = [
  'malformed_request',
  'rate_limited',
  'store_unavailable',
  'internal_error',
] as const satisfies readonly Reason[];

/** What `answer` below makes. */
export const problemShape = z
  .object({
    type: z.string().meta({ description: 'Stable: the page that explains the code.' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What to do next, for people.' }),
    faults: z
      .array(
        z.object({
          at: z
            .string()
            .meta({ description: 'JSON Pointer into the body or the query; "": all of it.' }),
          detail: z.string(),
        }),
      )
      .optional(),
    code: z
      .enum([...PROBLEMS, ...SHARED_REASONS])
      .meta({ description: 'Stable; the last part of `type`.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' });

/** RFC 9457. `type` is stable, and `code` is its last part. */
export function problemResponse(
  { code, message, faults }: Problem,
  headers: Record<string, string> = {},
): Response {
  const { status, title } = PROBLEM[code];
  const body = { title, status, detail: message, ...(faults.length > 0 && { faults }) };
  return answer(code, body, headers);
}

/** Whatever an administrative request ended with, as a problem. */
export function failureResponse(error: unknown, log: Log): Response {
  if (error instanceof Problem)
    return problemResponse(
      error,
      error.code === 'unauthenticated' ? { 'www-authenticate': 'Bearer realm="dockpass"' } : {},
    );
  if (error instanceof Refusal) {
    const { status, headers } = oauthErrorOf(error);
    const body = { title: 'The request was not carried out', status, detail: error.message };
    return answer(error.reason, body, headers);
  }
  log.error({ err: error }, 'administrative request failed');
  return answer('internal_error', {
    title: 'The exchange failed on its side',
    status: 500,
    detail: 'Try again, and tell the operator when it happened if it persists.',
  });
}

function answer(
  code: string,
  body: { title: string; status: number; detail: string },
  headers: Record<string, string> = {},
): Response {
  return json(
    body.status,
    { type: `${PROBLEM_PAGE}#${code}`, ...body, code },
    { 'content-type': 'application/problem+json', ...headers },
  );
}
