import type { z } from 'zod';
import { pointer } from '../../policy/paths.ts';
import { type Notation, shapeFaults } from '../../policy/shape-faults.ts';
import type { Operation } from './operation.ts';
import { Problem } from './problem.ts';

/** Query or body as the operation's schema has it. All faults at once. */
export function parseInput(
  { query, body }: Pick<Operation, 'query' | 'body'>,
  input: unknown,
): unknown {
  const schema = query ?? body;
  return schema === null ? undefined : parse(schema, input);
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const faults = shapeFaults({ schema, value, issues: error.issues }, JSON_NOTATION).map(
    ({ path, message }) => ({ at: pointer(path), detail: message }),
  );
  const message = 'The request does not have the form that it must have.';
  throw new Problem('invalid_request', message, faults);
}

const NOT_AN_OBJECT = 'not an object; write it as {"name": value}';

/** Repeats no value: the client has it, and it may be a secret. */
const JSON_NOTATION: Notation = {
  subject: () => '',
  unknownMember: 'unknown member',
  notAList: 'not a list; write it as ["one", "two"]',
  notAnObject: NOT_AN_OBJECT,
  nothing: ({ length }) =>
    length === 0 ? NOT_AN_OBJECT : 'null stands for nothing here; give it a value, or leave it out',
  unquoted: (value) => `is a ${typeof value}; put it in quotes`,
};
