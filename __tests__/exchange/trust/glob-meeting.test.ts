import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { matchesGlob } from '../../../src/exchange/trust/glob.ts';
import { globsMeet } from '../../../src/exchange/trust/glob-meeting.ts';

test.each([
  ['refs/heads/main', 'refs/heads/**', true],
  ['refs/heads', 'refs/heads/**', false],
  ['refs/head/main', 'refs/heads/**', false],
  ['refs/**/main', 'refs/heads/**', true],
  ['**', 'refs/pull/*/merge', true],
  ['*/heads/a*c', 'refs/*/*b*', true],
  ['refs/heads/a*c', 'refs/heads/b*', false],
  ['refs/heads/*', 'refs/heads/gh-readonly-queue/**', false],
  ['refs/heads/**/x', 'refs/heads/gh-readonly-queue/**', true],
  ['**/a/**', '**/b/**', true],
])('%s and %s: %j', (one, other, meet) => {
  expect([globsMeet(one, other), globsMeet(other, one)]).toEqual([meet, meet]);
});

const segments = (...of: string[]) =>
  fc.array(fc.constantFrom(...of), { minLength: 1, maxLength: 4 }).map((list) => list.join('/'));

test('two globs meet if there is a text that both match', () => {
  const globs = segments('**', '*', 'a', 'b', 'a*', '*b', 'a*b');
  let met = 0;
  fc.assert(
    fc.property(globs, globs, segments('a', 'b', 'ab', 'aab', 'c'), (one, other, text) => {
      if (!matchesGlob(one, text) || !matchesGlob(other, text)) return;
      met++;
      expect(globsMeet(one, other)).toBe(true);
    }),
    { numRuns: 3000 },
  );
  expect(met).toBeGreaterThan(50);
});
