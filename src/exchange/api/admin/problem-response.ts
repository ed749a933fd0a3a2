import { z } from 'zod';
import { Problem } from '../../flows/admin/problem.ts';
import { json } from '../../http/answer.ts';
import { PROBLEM_CODES, problemAnswer } from '../../http/statuses.ts';
import { Refusal } from '../../refusal.ts';
import type { Log } from '../../system/log.ts';

/** Where each `type` of a problem is explained. */
const PROBLEM_PAGE = 'https://github.com/dockpass/dockpass/blob/main/docs/problems.md';

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
    code: z.enum(PROBLEM_CODES).meta({ description: 'Stable; the last part of `type`.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' });

/** RFC 9457. `type` is stable, and `code` is its last part. */
export function problemResponse(
  { code, message, faults }: Problem,
  headers: Record<string, string> = {},
): Response {
  const { status, title } = problemAnswer(code);
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
    const { status, title, headers } = problemAnswer(error);
    return answer(error.reason, { title, status, detail: error.message }, headers);
  }
  log.error({ err: error }, 'administrative request failed');
  const { status, title } = problemAnswer('internal_error');
  const detail = 'Try again, and tell the operator when it happened if it persists.';
  return answer('internal_error', { title, status, detail });
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
