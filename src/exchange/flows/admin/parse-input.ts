import type { z } from 'zod';
import type { Operation } from './operation.ts';
import { Problem } from './problem.ts';

/** Query or body as the operation's schema has it. All faults at once. */
export function parseInput({ query, body }: Operation, input: unknown): unknown {
  const schema = query ?? body;
  return schema === null ? undefined : parse(schema, input);
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const faults = error.issues.map(({ path, message }) => ({
    at: `/${path.map((step) => escaped(String(step))).join('/')}`,
    detail: message,
  }));
  const message = 'The request does not have the form that it must have.';
  throw new Problem('invalid_request', message, faults);
}

/** RFC 6901 section 3. */
function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
