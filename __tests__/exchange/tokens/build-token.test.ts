import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { clampLifetime, mintBuildToken } from '../../../src/exchange/tokens/build-token.ts';
import { hashSecret } from '../../../src/exchange/tokens/secret.ts';
import type { Grant } from '../../../src/exchange/trust/relationship.ts';

const LIMITS = { min: 60, default: 3600, max: 21_600 };

function grants(...maxLifetimes: (number | null)[]): Grant[] {
  return maxLifetimes.map((maxLifetime, index) => ({
    projectId: `${index}`,
    organizationId: 'acme',
    project: `acme/p${index}`,
    relationshipId: `${index}`,
    revision: 1,
    generation: 0,
    permissions: ['build'],
    maxLifetime,
    ids: { repositoryId: '260064828', repositoryOwnerId: '1342004' },
    pins: false,
  }));
}

describe('a lifetime', () => {
  test.each([
    ['the default, if nothing is wanted', null, [null], 3600],
    ['what is wanted', 600, [null], 600],
    ['no more than the server allows', 99_999, [null], 21_600],
    ['no more than the relationship allows', 7200, [1800], 1800],
    ['no more than the strictest of several allows', 7200, [1800, null, 900], 900],
    ['no more than the relationship allows by default', null, [1800], 1800],
    ['no more than the server allows, whatever the relationship says', 99_999, [90_000], 21_600],
  ])('is %s', (_, wanted, maxLifetimes, expected) => {
    expect(clampLifetime(wanted, grants(...maxLifetimes), LIMITS)).toBe(expected);
  });

  test('never exceeds any limit involved', () => {
    const limit = fc.option(fc.integer({ min: 60, max: 100_000 }));
    fc.assert(
      fc.property(limit, fc.array(limit, { minLength: 1 }), (wanted, maxLifetimes) => {
        const lifetime = clampLifetime(wanted, grants(...maxLifetimes), LIMITS);
        const limits = [LIMITS.max, ...maxLifetimes.filter((it) => it !== null)];
        expect(lifetime).toBeLessThanOrEqual(Math.min(...limits));
        expect(lifetime).toBeGreaterThanOrEqual(LIMITS.min);
      }),
    );
  });
});

test('what the store gets of a token has its hash and its times, not its secret', () => {
  const { secret, lifetime, stored } = mintBuildToken(600, 1000, systemRandom);
  expect(lifetime).toBe(600);
  expect(stored).toEqual({
    id: expect.any(String),
    hash: hashSecret(secret),
    createdAt: 1000,
    expiresAt: 1600,
  });
  expect(JSON.stringify(stored)).not.toContain(secret.text);
});
