import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CLOCK_LEEWAY,
  MAX_TOKEN_LIFETIME,
  REPLAY_MARGIN,
  replayKeepUntil,
} from '../../../src/exchange/identity/token-times.ts';
import type { Claims } from '../../support/github-claims.ts';
import { createSigningKey } from '../../support/jws.ts';
import { AUDIENCE, refusalOf, startVerification, type Verification } from './verification.ts';

let verification: Verification;

beforeAll(async () => {
  verification = await startVerification({ keys: [createSigningKey()] });
});

afterAll(() => verification.close());

const verify = (changes: Claims) => verification.verify(verification.sign(changes));
const refusal = (changes: Claims) => refusalOf(verify(changes));

describe('same aud accepted by two services: one string, exactly ours', () => {
  test.each([
    ['of another service', 'https://depot.dev'],
    ['that GitHub gives by default', 'https://github.com/acme'],
    ['that begins with ours', `${AUDIENCE}.attacker.example`],
    ['that ours begins with', AUDIENCE.slice(0, -1)],
    ['with a trailing slash', `${AUDIENCE}/`],
    ['of a project', `${AUDIENCE}/acme/web`],
    ['in another case', AUDIENCE.toUpperCase()],
    ['with white space', `${AUDIENCE} `],
    ['beside others in one string', `${AUDIENCE} https://other.example`],
    ['in a list', [AUDIENCE]],
    ['in a list with others', ['https://other.example', AUDIENCE]],
    ['in an object', { [AUDIENCE]: true }],
    ['as a number', 1],
    ['as true', true],
  ])('an audience %s is refused', async (_, aud) => {
    expect(await refusal({ aud })).toMatchObject({
      reason: 'wrong_audience',
      details: { claims: ['aud'] },
    });
  });

  test('the refusal tells both the audience to ask for and the one presented', async () => {
    const { message } = await refusal({ aud: 'https://depot.dev' });
    expect(message).toContain(AUDIENCE);
    expect(message).toContain('https://depot.dev');
  });
});

describe('times, with one leeway', () => {
  /** Verifies a token issued now at a clock that is `offset` seconds away. */
  async function at(offset: number, changes: Claims = {}): Promise<string> {
    const token = verification.sign(changes);
    verification.pass(offset);
    try {
      await verification.verify(token);
      return 'accepted';
    } catch (error) {
      return (error as { reason: string }).reason;
    } finally {
      verification.pass(-offset);
    }
  }

  test.each([
    [0, 'accepted'],
    [299, 'accepted'],
    [329, 'accepted'],
    [330, 'expired'],
    [3600, 'expired'],
    [86_400 * 365, 'expired'],
  ])('%d s after its issue a token is %s', async (offset, outcome) => {
    expect(await at(offset)).toBe(outcome);
  });

  test.each([
    [-1, 'accepted'],
    [-30, 'accepted'],
    [-31, 'not_yet_valid'],
    [-3600, 'not_yet_valid'],
  ])('at a clock %d s behind the issuer a token is %s', async (offset, outcome) => {
    expect(await at(offset)).toBe(outcome);
  });

  test('nbf in the future is refused even if iat is not', async () => {
    const nbf = verification.now() + CLOCK_LEEWAY + 1;
    expect(await refusal({ nbf })).toMatchObject({
      reason: 'not_yet_valid',
      details: { claims: ['nbf'] },
    });
    await expect(verify({ nbf: nbf - 1 })).resolves.toBeDefined();
  });

  test('iat in the future is refused even if nbf is not', async () => {
    const iat = verification.now() + CLOCK_LEEWAY + 1;
    expect(await refusal({ iat, exp: iat + 300 })).toMatchObject({
      reason: 'not_yet_valid',
      details: { claims: ['iat'] },
    });
  });

  test.each([0, 300, 600, 86_400])('nbf may lie %d s before iat', async (seconds) => {
    await expect(verify({ nbf: verification.now() - seconds })).resolves.toBeDefined();
  });

  test.each([
    ['at its issue', 0],
    ['before its issue', -1],
  ])('a token that expires %s is refused', async (_, lifetime) => {
    expect(await refusal({ exp: verification.now() + lifetime })).toMatchObject({
      reason: 'malformed_token',
    });
  });

  test.each([MAX_TOKEN_LIFETIME + 1, 6 * 3600, 1e15, 1e300])(
    'a token that lives for %d s is refused, though every claim is there',
    async (lifetime) => {
      expect(await refusal({ exp: verification.now() + lifetime })).toMatchObject({
        reason: 'malformed_token',
        details: { claims: ['exp', 'iat'] },
      });
    },
  );

  test('a token that lives for the longest time allowed is accepted', async () => {
    const exp = verification.now() + MAX_TOKEN_LIFETIME;
    await expect(verify({ exp })).resolves.toMatchObject({ expiresAt: exp });
  });

  test('fractions of seconds, which RFC 7519 allows, are dropped', async () => {
    const now = verification.now();
    const dates = { iat: now + 0.75, nbf: now - 0.25, exp: now + 300.5 };
    await expect(verify(dates)).resolves.toMatchObject({ issuedAt: now, expiresAt: now + 300 });
  });

  test('the refusals say how far the clocks are apart', async () => {
    const token = verification.sign();
    verification.pass(400);
    const expired = await refusalOf(verification.verify(token));
    verification.pass(-500);
    const early = await refusalOf(verification.verify(token));
    verification.pass(100);
    expect(expired.message).toContain('100 s ago');
    expect(early.message).toContain('100 s from now');
  });
});

test('leeway longer than the replay record: the record outlives every acceptance', async () => {
  const moment = fc.integer({ min: -CLOCK_LEEWAY, max: 300 + 2 * CLOCK_LEEWAY });
  await fc.assert(
    fc.asyncProperty(moment, async (offset) => {
      const token = verification.sign();
      verification.pass(offset);
      const outcome = await verification.verify(token).then(
        ({ expiresAt }) => replayKeepUntil(expiresAt) - verification.now(),
        () => undefined,
      );
      verification.pass(-offset);
      if (outcome !== undefined) expect(outcome).toBeGreaterThan(REPLAY_MARGIN);
      else expect(offset).toBeGreaterThanOrEqual(300 + CLOCK_LEEWAY);
    }),
  );
});
