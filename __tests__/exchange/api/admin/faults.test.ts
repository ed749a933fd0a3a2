import { describe, expect, test } from '@jest/globals';
import { ADMIN_ROUTES } from '../../../../src/exchange/api/admin/routes.ts';
import type { Operation } from '../../../../src/exchange/flows/admin/operation.ts';
import { parseInput } from '../../../../src/exchange/flows/admin/parse-input.ts';
import { type Fault, Problem } from '../../../../src/exchange/flows/admin/problem.ts';
import { testRelationships } from '../../../../src/exchange/flows/admin/test-trust.ts';
import { createRelationship } from '../../../../src/exchange/flows/admin/trust-relationships.ts';
import { knownMembers } from '../../../../src/exchange/policy/known-members.ts';

function faultsOf(operation: Operation, input: unknown): readonly Fault[] {
  try {
    parseInput(operation, input);
  } catch (error) {
    if (error instanceof Problem) return error.faults;
    throw error;
  }
  return [];
}

const SOUND = { repository: 'acme/web', permissions: ['pull'] };

describe('each fault of a trust relationship says what to write instead', () => {
  test.each<[object | null, string, string]>([
    [{ repository: 'acme/web' }, '/permissions', 'missing; add it'],
    [{ ...SOUND, repository: null }, '/repository', 'null stands for nothing here; give it a'],
    [{ ...SOUND, repository: 5 }, '/repository', 'is a number; put it in quotes'],
    [{ ...SOUND, repository: {} }, '/repository', 'not a single value; write one string'],
    [{ ...SOUND, refs: 'refs/heads/main' }, '/refs', 'not a list; write it as ["one", "two"]'],
    [{ ...SOUND, refs: [] }, '/refs', 'empty list; list at least one'],
    [{ ...SOUND, mode: 'audi' }, '/mode', 'is unknown; did you mean audit?'],
    [{ ...SOUND, mode: 'off' }, '/mode', 'is unknown; write one of enforce, audit'],
    [{ ...SOUND, permissions: ['x'] }, '/permissions/0', 'write one or more of build, push, pull'],
    [{ ...SOUND, reffs: [] }, '/reffs', 'unknown member; did you mean refs?'],
    [{ ...SOUND, repositoryId: '1' }, '/repositoryId', 'did you mean repository_id?'],
    [
      { ...SOUND, 'a/b~c': 1 },
      '/a~1b~0c',
      'unknown member; known here: repository, repository_id,',
    ],
    [{ ...SOUND, refs: Array(101).fill('**') }, '/refs', 'too many; list at most 100'],
    [null, '', 'not an object; write it as {"name": value}'],
    [[], '', 'not an object; write it as {"name": value}'],
  ])('%j', (input, at, detail) => {
    const faults = faultsOf(createRelationship, input);
    expect(faults).toEqual([{ at, detail: expect.stringContaining(detail) }]);
  });
});

test('an unknown member of a draft within the body is told there', () => {
  const input = { claims: {}, trust_relationship: { ...SOUND, reffs: [], evants: [] } };
  expect(faultsOf(testRelationships, input)).toEqual([
    { at: '/trust_relationship/reffs', detail: 'unknown member; did you mean refs?' },
    { at: '/trust_relationship/evants', detail: 'unknown member; did you mean events?' },
  ]);
});

test('a fault of the whole body is at the root, which is no member with an empty name', () => {
  expect(faultsOf(testRelationships, {})).toMatchObject([{ at: '' }]);
  expect(faultsOf(createRelationship, { ...SOUND, '': 1 })).toMatchObject([{ at: '/' }]);
});

test('a body of thousands of unknown members is answered with a few of them', () => {
  const many = Object.fromEntries(Array.from({ length: 8000 }, (_, index) => [`m${index}`, 1]));
  expect(faultsOf(createRelationship, { ...SOUND, ...many })).toHaveLength(20);
});

describe('no operation answers in the words of its schema library', () => {
  const withInput = ADMIN_ROUTES.filter(([, , { query, body }]) => query ?? body);
  const LIBRARY = /^(?:Invalid|Expected|Unrecognized|Too )/;
  const WRONG = [null, 5, -1.5, true, 'No Name', '', [], ['x y'], [5], { x: 1 }];

  test.each(withInput)('%s %s', (_method, _path, operation) => {
    const schema = operation.query ?? operation.body;
    const members = schema ? knownMembers(schema, []) : [];
    expect(members).not.toEqual([]);
    const inputs = [
      {},
      { extra: 1 },
      ...members.flatMap((member) => WRONG.map((value) => ({ [member]: value }))),
    ];
    const faults = [...WRONG, ...inputs].flatMap((input) => faultsOf(operation, input));
    expect(faults).not.toEqual([]);
    for (const { detail } of faults) expect(detail).not.toMatch(LIBRARY);
  });
});
