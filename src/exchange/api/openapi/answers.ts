import { z } from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Operation } from '../../flows/admin/operation.ts';
import type { ProblemStatus } from '../../http/statuses.ts';
import { problemShape } from '../admin/problem-response.ts';
import { type AdminRoute, statusOf } from '../admin/routes.ts';

const PROBLEM_STATUSES = {
  400: 'The request cannot be understood; `faults` says where.',
  401: 'No token, or one that is worth nothing.',
  403: 'Not allowed.',
  404: 'There is no such thing, or it is not yours to see.',
  409: 'Taken, or the state does not allow it.',
  410: 'The link was used, was withdrawn or has expired.',
  412: 'It was changed meanwhile: `If-Match` does not match.',
  413: 'The body is too large.',
  422: 'The `Idempotency-Key` was used for another request.',
  429: 'Too many requests from this address; come back after `Retry-After`.',
  500: 'The exchange failed on its side.',
  503: 'The database cannot be had; come back after `Retry-After`.',
} as const satisfies Record<AnsweredStatus, string>;

/** A path that is routed answers its methods. */
type AnsweredStatus = Exclude<ProblemStatus, 405>;

const retryAfter = z.string().meta({ description: 'Seconds.' });

/** One component for each, as every operation has most of them. */
const PROBLEMS = Object.fromEntries(
  Object.entries(PROBLEM_STATUSES).map(([status, description]) => [
    status,
    {
      id: `Problem${status}`,
      description,
      content: { 'application/problem+json': { schema: problemShape } },
      ...(['429', '503'].includes(status) && {
        headers: z.object({ 'Retry-After': retryAfter }),
      }),
    } satisfies ZodOpenApiResponseObject,
  ]),
);

const etag = z.string().meta({
  description: 'Of the representation, for `If-Match`; `last_used_at` does not count.',
});

const replayed = z
  .literal('true')
  .optional()
  .meta({ description: 'Sent if the request was carried out before, under the same key.' });

const link = z
  .string()
  .optional()
  .meta({ description: 'The next page, `rel="next"`, if there is one (RFC 8288).' });

/** Everything that a route may answer. */
export function responsesObject(route: AdminRoute): ZodOpenApiResponsesObject {
  const [method, path, operation] = route;
  const problems = problemsOf(path, operation).map((status) => [status, PROBLEMS[status]]);
  const successes = [false, true].map((created) => [
    statusOf(method, operation, { created }),
    success(operation),
  ]);
  return {
    ...Object.fromEntries(successes),
    ...Object.fromEntries(problems),
  } as ZodOpenApiResponsesObject;
}

function success({ kind, query, answer }: Operation): ZodOpenApiResponseObject {
  const headers = {
    ...(answer && { ETag: etag }),
    ...(query && { Link: link }),
    ...(kind === 'change' && { 'Idempotency-Replayed': replayed }),
  };
  return {
    description: answer ? 'Done.' : 'Done; there is nothing to say.',
    headers: z.object(headers),
    ...(answer && { content: { 'application/json': { schema: answer } } }),
  };
}

function problemsOf(path: string, operation: Operation): AnsweredStatus[] {
  const { kind, access, query, body, represent, mayBeGone = false } = operation;
  const possible: Record<AnsweredStatus, boolean> = {
    400: query !== null || body !== null || kind === 'change',
    401: true,
    403: access !== 'token',
    404: path.includes(':'),
    409: kind === 'change',
    410: mayBeGone,
    412: represent !== null,
    413: body !== null,
    422: kind === 'change',
    429: true,
    500: true,
    503: true,
  };
  return Object.entries(possible).flatMap(([status, may]) =>
    may ? [Number(status) as AnsweredStatus] : [],
  );
}
