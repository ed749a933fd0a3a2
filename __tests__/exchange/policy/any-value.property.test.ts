import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { ADMIN_ROUTES } from '../../../src/exchange/api/admin/routes.ts';
import { parseInput } from '../../../src/exchange/flows/admin/parse-input.ts';
import { Problem } from '../../../src/exchange/flows/admin/problem.ts';
import { PolicyFaults } from '../../../src/exchange/policy/fault.ts';
import { documents } from './arbitraries.ts';
import { parsePolicy, printPolicy } from './policy-file.ts';

/** Whatever JSON can say, with what breaks a program that takes it for a text, a list or a number. */
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown[]>(
    { toString: 0 },
    { toString: null, valueOf: null },
    { toJSON: 0 },
    { length: -1 },
    { constructor: { name: 0 } },
    [{ toString: 0 }],
    [[]],
  ),
);

/** `value` with one of its parts, or itself, replaced: `turns` lead there. */
function replaced(value: unknown, turns: readonly number[], by: unknown): unknown {
  const [turn = 0, ...rest] = turns;
  const members = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const member = members[turn % (members.length + 1)];
  if (member === undefined) return by;
  const part = replaced(Reflect.get(value as object, member), rest, by);
  return Array.isArray(value)
    ? value.with(Number(member), part)
    : { ...(value as object), [member]: part };
}

const turns = fc.array(fc.nat(), { minLength: 1, maxLength: 8 });

/** What else it throws is no answer to anybody. */
function expectOnly(kind: typeof PolicyFaults | typeof Problem, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
  }
}

test('whatever stands in a policy file, it is read or its faults are named', () => {
  fc.assert(
    fc.property(documents, turns, anyValue, (policy, path, value) => {
      const text = JSON.stringify(replaced(parse(printPolicy(policy)), path, value));
      expectOnly(PolicyFaults, () => parsePolicy(text));
    }),
    { numRuns: 300 },
  );
});

describe('whatever a request to the admin API carries, it is read or its faults are named', () => {
  const operations = ADMIN_ROUTES.map(([, , operation]) => operation).filter(({ body }) => body);

  test.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s',
    (_, operation) => {
      const { body } = operation;
      const members = body && 'shape' in body ? Object.keys(body.shape as object) : [];
      const input = fc.dictionary(fc.oneof(fc.constantFrom('x', ...members)), anyValue);
      fc.assert(
        fc.property(fc.oneof(input, anyValue), (value) =>
          expectOnly(Problem, () => parseInput(operation, value)),
        ),
        { numRuns: 100 },
      );
    },
  );
});
