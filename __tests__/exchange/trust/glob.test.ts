import { describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  globFault,
  hasWildcard,
  MAX_PATTERN_LENGTH,
  MAX_SEGMENTS,
  matchesGlob,
} from '../../../src/exchange/trust/glob.ts';

describe('what a glob matches', () => {
  test.each([
    ['refs/heads/main', 'refs/heads/main', true],
    ['refs/heads/main', 'refs/heads/mainline', false],
    ['refs/heads/main', 'refs/heads/main/x', false],
    ['refs/heads/main', 'x/refs/heads/main', false],
    ['refs/heads/main', 'refs/heads/Main', false],
    ['refs/heads/*', 'refs/heads/main', true],
    ['refs/heads/*', 'refs/heads/fix/1', false],
    ['refs/heads/*', 'refs/heads', false],
    ['refs/heads/*', 'refs/heads/', false],
    ['refs/tags/v*', 'refs/tags/v1.2.3', true],
    ['refs/tags/v*', 'refs/tags/v', true],
    ['refs/tags/v*', 'refs/tags/v1/rc', false],
    ['refs/tags/v*', 'refs/tags/1', false],
    ['refs/tags/v*.*.*', 'refs/tags/v1.2.3', true],
    ['refs/tags/v*.*.*', 'refs/tags/v1.2', false],
    ['refs/heads/*-release', 'refs/heads/2026-release', true],
    ['refs/heads/*-release', 'refs/heads/2026-release-2', false],
    ['refs/heads/**', 'refs/heads/main', true],
    ['refs/heads/**', 'refs/heads/fix/1/2', true],
    ['refs/heads/**', 'refs/heads', false],
    ['refs/heads/**', 'refs/tags/v1', false],
    ['refs/heads/**', 'refs/headsman', false],
    ['refs/**/release', 'refs/release', true],
    ['refs/**/release', 'refs/heads/2026/release', true],
    ['refs/**/release', 'refs/heads/prerelease', false],
    ['**/release', 'release', true],
    ['**/release', 'refs/heads/release', true],
    ['**', 'refs/heads/main', true],
    ['**', 'main', true],
    ['**', '', false],
    ['**/**', 'a/b', true],
    ['*', 'a/b', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  test.each([
    ['refs/heads/(main|dev)', 'refs/heads/main'],
    ['refs/heads/main|refs/heads/dev', 'refs/heads/dev'],
    ['refs/heads/{main,dev}', 'refs/heads/dev'],
    ['refs/heads/[md]ain', 'refs/heads/main'],
    ['refs/heads/mai?', 'refs/heads/main'],
    ['refs/heads/+(main)', 'refs/heads/main'],
    ['refs/heads/!(dev)', 'refs/heads/main'],
    ['!refs/heads/dev', 'refs/heads/main'],
    ['refs/heads/.ain', 'refs/heads/main'],
    ['refs/heads/mai.*', 'refs/heads/main'],
    ['^refs/heads/main$', 'refs/heads/main'],
    ['refs/heads/mai\\n', 'refs/heads/main'],
    ['refs/heads/$&', 'refs/heads/main'],
  ])('alternation and other syntax escapes nothing: %s does not match %s', (pattern, text) => {
    expect(matchesGlob(pattern, text)).toBe(false);
    expect(matchesGlob(pattern, pattern)).toBe(true);
  });

  test('a hostile pattern does not make matching slow', () => {
    const pattern = `${'*a'.repeat(200)}*b`;
    const segments = `${'**/a/'.repeat(100)}b`;
    const started = performance.now();
    expect(matchesGlob(pattern, 'a'.repeat(16_000))).toBe(false);
    expect(matchesGlob(segments, `${'a/'.repeat(8000)}a`)).toBe(false);
    // Backtracking would take longer than the universe is old; this takes milliseconds.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('what is refused as a pattern', () => {
  test.each([
    ['', 'empty'],
    ['***', 'stand alone'],
    ['refs/heads/v**', 'stand alone'],
    ['refs/**main', 'stand alone'],
    ['/refs/heads/main', 'empty segment'],
    ['refs/heads/', 'empty segment'],
    ['refs//main', 'empty segment'],
    ['refs/heads/ma\nin', 'invisible'],
    ['refs/heads/ma\u0000in', 'invisible'],
    ['refs/heads/\u202emain', 'invisible'],
    ['refs/heads/\u200bmain', 'invisible'],
    ['refs/heads/\u2028main', 'invisible'],
    ['a'.repeat(MAX_PATTERN_LENGTH + 1), 'longer'],
  ])('%j', (pattern, why) => {
    expect(globFault(pattern)).toContain(why);
    expect(matchesGlob(pattern, pattern)).toBe(false);
  });

  test.each(['refs/heads/main', '**', '*', 'refs/tags/v*', 'a/**/b', 'ünïcode/*'])(
    '%s is fine',
    (pattern) => {
      expect(globFault(pattern)).toBeUndefined();
    },
  );
});

/** Segments over few letters, so that random patterns and texts really meet. */
const letters = (alphabet: string[]) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 6 });
const text = fc
  .array(letters(['a', 'b', '.']), { minLength: 1, maxLength: 5 })
  .map((segments) => segments.join('/'));
const patternSegment = fc.oneof(
  fc.constant('**'),
  letters(['a', 'b', '.', '*']).filter((segment) => !segment.includes('**')),
);
const pattern = fc
  .array(patternSegment, { minLength: 1, maxLength: 5 })
  .map((segments) => segments.join('/'));

/** The documented meaning, by trying everything: slow, and too simple to be wrong. */
function means(wanted: readonly string[], given: readonly string[]): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return given.length === 0;
  if (first === '**' && rest.length === 0) return given.length > 0;
  if (first === '**')
    return given.some((_, skip) => means(rest, given.slice(skip))) || means(rest, []);
  const [segment, ...others] = given;
  return segment !== undefined && meansWithin(first, segment) && means(rest, others);
}

function meansWithin(wanted: string, given: string): boolean {
  if (wanted === '') return given === '';
  if (wanted.startsWith('*'))
    return Array.from({ length: given.length + 1 }).some((_, skip) =>
      meansWithin(wanted.slice(1), given.slice(skip)),
    );
  return given.startsWith(wanted.charAt(0)) && meansWithin(wanted.slice(1), given.slice(1));
}

describe('for every pattern and text', () => {
  test('the matcher agrees with the definition', () => {
    fc.assert(
      fc.property(pattern, text, (glob, subject) => {
        expect(matchesGlob(glob, subject)).toBe(means(glob.split('/'), subject.split('/')));
      }),
      { numRuns: 3000 },
    );
  });

  test('a pattern without a wildcard matches itself and nothing else', () => {
    const anything = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(anything, anything, (one, other) => {
        fc.pre(!hasWildcard(one) && globFault(one) === undefined);
        expect(matchesGlob(one, one)).toBe(true);
        expect(matchesGlob(one, other)).toBe(one === other);
      }),
    );
  });

  test('a wildcard filled in with anything but a slash matches, and with a slash does not', () => {
    const simple = pattern.filter((glob) => hasWildcard(glob) && !glob.includes('**'));
    fc.assert(
      fc.property(simple, letters(['a', 'b', '.']), (glob, fill) => {
        expect(matchesGlob(glob, glob.replaceAll('*', fill))).toBe(true);
        expect(matchesGlob(glob, glob.replaceAll('*', `${fill}/${fill}`))).toBe(false);
      }),
    );
  });
});

test('a tenant with thousands of patterns that almost match holds up nobody', () => {
  const branch = `refs/heads/${'a'.repeat(230)}`;
  const patterns = [`refs/heads/*${'a'.repeat(110)}b`, `refs/heads/*b${'a'.repeat(110)}*c`];
  // Letter by letter this took 18 seconds, far beyond the time that a test has.
  let matched = false;
  for (let round = 0; round < 20_000; round++)
    matched ||= patterns.some((pattern) => matchesGlob(pattern, branch));
  expect(matched).toBe(false);
});

describe('what matching costs', () => {
  /** Segments of the pattern that are compared with segments of the text: of each, the start is. */
  function comparisons(pattern: string, text: string): number {
    const startsWith = jest.spyOn(String.prototype, 'startsWith');
    try {
      matchesGlob(pattern, text);
      return startsWith.mock.calls.length;
    } finally {
      startsWith.mockRestore();
    }
  }

  const path = (count: number, segment = 'a') => Array<string>(count).fill(segment).join('/');

  const longest = Math.floor(MAX_PATTERN_LENGTH / 2);

  test.each([
    ['a run behind **', `**/${path(longest - 3)}/b`],
    ['half of such a run', `**/${path(MAX_SEGMENTS / 2)}/b`],
    ['many **', `${Array<string>(100).fill('**/a').join('/')}/b`],
    ['stars in every segment', `**/${path(100, '*a*')}/b`],
  ])('%s: at most a few comparisons for each character of the pattern', (_, pattern) => {
    for (const segments of [MAX_SEGMENTS, 255, 6000]) {
      const steps = comparisons(pattern, path(segments));
      expect({ segments, steps, isFew: steps <= 8 * pattern.length }).toMatchObject({
        isFew: true,
      });
    }
  });

  test('a text of more segments than any ref has matches nothing', () => {
    expect(matchesGlob('refs/**', `refs/${path(MAX_SEGMENTS - 1)}`)).toBe(true);
    expect(matchesGlob('refs/**', `refs/${path(MAX_SEGMENTS)}`)).toBe(false);
  });
});
