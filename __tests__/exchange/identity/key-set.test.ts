import { describe, expect, test } from '@jest/globals';
import { backoff, freshFor } from '../../../src/exchange/identity/key-set.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

describe('freshFor', () => {
  test.each([
    ['max-age=600', 10 * MINUTE],
    ['public, max-age=120, must-revalidate', 2 * MINUTE],
    ['Max-Age=120', 2 * MINUTE],
    ['max-age="120"', 2 * MINUTE],
    ['public,max-age=120', 2 * MINUTE],
  ])('%s is followed', (header, fresh) => {
    expect(freshFor(header)).toBe(fresh);
  });

  test.each(['max-age=0', 'max-age=1', 'no-store', 'no-cache', 'no-store, max-age=600'])(
    '%s cannot make us ask more than once a minute',
    (header) => {
      expect(freshFor(header)).toBe(MINUTE);
    },
  );

  test.each(['max-age=86400', 'max-age=31536000, immutable', `max-age=${'9'.repeat(400)}`])(
    '%s cannot keep a retired key for more than a quarter of an hour',
    (header) => {
      expect(freshFor(header)).toBe(15 * MINUTE);
    },
  );

  test.each([null, '', 'public', 's-maxage=60', 'x-max-age=60', 'max-age=-1', 'max-age=1e9'])(
    '%j says nothing to a private cache',
    (header) => {
      expect(freshFor(header)).toBe(10 * MINUTE);
    },
  );
});

test('an issuer that fails is left alone for longer and longer, at most a minute', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 100, 5000].map(backoff);
  expect(waits.slice(0, 3)).toEqual([SECOND, 2 * SECOND, 4 * SECOND]);
  expect(waits.slice(-3)).toEqual([MINUTE, MINUTE, MINUTE]);
});
