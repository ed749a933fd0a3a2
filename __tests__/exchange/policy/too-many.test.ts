import { expect, test } from '@jest/globals';
import { faultText, PolicyFaults } from '../../../src/exchange/policy/fault.ts';
import { EXAMPLE } from './examples.ts';
import { parsePolicy } from './policy-file.ts';

const withRefs = (count: number) =>
  EXAMPLE.replace(
    /refs: .*/,
    `refs: [${Array.from({ length: count }, (_, index) => `refs/heads/b${index}`).join(', ')}]`,
  );

test('a relationship whose patterns would slow every job of the repository down is refused', () => {
  expect(() => parsePolicy(withRefs(100))).not.toThrow();
  try {
    parsePolicy(withRefs(101));
  } catch (error) {
    const faults = error instanceof PolicyFaults ? error.faults.map(faultText) : [];
    expect(faults).toEqual([expect.stringContaining('refs: too many; list at most 100')]);
    return;
  }
  throw new Error('it was let through');
});
