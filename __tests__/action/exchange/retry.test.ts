import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  GRACE,
  parseRetryAfter,
  pauseBefore,
  TRANSIENT,
} from '../../../src/action/exchange/retry.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

test.each([
  ['7', 7_000],
  [' 7 ', 7_000],
  ['0', 0],
  ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
  ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  ['-5', undefined],
  [undefined, undefined],
])('Retry-After %j is %j ms', (header, milliseconds) => {
  expect(parseRetryAfter(header, NOW)).toBe(milliseconds);
});

test('pauses lie between what was asked for and the ceiling that doubles', () => {
  const least = fc.integer({ min: 0, max: 60_000 });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(least, chance, fc.integer({ min: 1, max: 7 }), (asked, random, tries) => {
      const pause = pauseBefore({ ...TRANSIENT, least: asked }, tries, () => random) ?? -1;
      expect(pause).toBeGreaterThanOrEqual(asked);
      expect(pause).toBeLessThan(asked + Math.min(8_000, 500 * 2 ** (tries - 1)) + 1);
    }),
  );
});

test('tries come to an end', () => {
  expect(pauseBefore(TRANSIENT, 7, Math.random)).toBeDefined();
  expect(pauseBefore(TRANSIENT, 8, Math.random)).toBeUndefined();
});

test('GitHub gets a second at least to mark the job as started', () => {
  expect(pauseBefore(GRACE, 1, () => 0)).toBe(1_000);
});
