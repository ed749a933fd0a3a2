import { Problem, type ProblemCode } from '../flows/admin/problem.ts';
import { problemAnswer } from '../http/statuses.ts';
import type { View } from './html/layout.ts';
import type { PageAnswer } from './request.ts';

/** What whoever sent a form can mend in it. Whatever else goes wrong has a page of its own. */
const MENDABLE: ReadonlySet<ProblemCode> = new Set([
  'invalid_request',
  'taken',
  'conflict',
  'quota_exceeded',
  'precondition_failed',
]);

/** Does what a form asks for; if that is refused, the form is shown again with what is wrong. */
export async function submitted(
  work: () => Promise<PageAnswer>,
  again: (problem: Problem) => Promise<View>,
): Promise<PageAnswer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || !MENDABLE.has(error.code)) throw error;
    return { ...(await again(error)), status: problemAnswer(error.code).status };
  }
}

/** The typed name, which must be `name` before something goes for good. */
export function requireTypedName(typed: string | null, name: string): void {
  if (typed?.trim() === name) return;
  throw new Problem('invalid_request', 'Nothing was deleted.', [
    { at: '/typed_name', detail: `is not the same; type ${name}` },
  ]);
}
