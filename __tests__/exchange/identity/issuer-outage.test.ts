import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  MAX_AGE,
  MAX_STALE,
  UNKNOWN_KEY_COOLDOWN,
} from '../../../src/exchange/identity/key-set.ts';
import { type Answer, createGate, json, text } from '../../support/answers.ts';
import { ISSUER_ROUTES } from '../../support/github-issuer.ts';
import { createSigningKey } from '../../support/jws.ts';
import { refusalOf, startVerification, type Verification } from './verification.ts';

const keys = [createSigningKey()];
const HOUR = MAX_AGE / 1000;
const DAY = MAX_STALE / 1000;
const LONGEST_BACKOFF = 60;

let verification: Verification;

beforeEach(async () => {
  verification = await startVerification({ keys, maxAge: 600 });
});

afterEach(() => verification.close());

const verify = (header = {}) => verification.verify(verification.sign({}, header));

function fail(answer: Answer = text(503, '')): void {
  verification.issuer.always(ISSUER_ROUTES.jwks, answer);
}

function recover(): void {
  fail((response, request) => json(200, verification.issuer.jwks())(response, request));
}

describe('an outage before any key was fetched', () => {
  test('is not a refusal: it says to come back, and when', async () => {
    fail();
    const refusal = await refusalOf(verify());
    expect(refusal).toMatchObject({ reason: 'issuer_unavailable', details: { retryAfter: 1 } });
    expect(refusal.message).toContain(verification.issuer.url);
    expect(refusal.details.detail).toContain('answered 503');
  });

  test('is over as soon as the back-off is', async () => {
    fail();
    await refusalOf(verify());
    recover();
    verification.pass(1);
    await expect(verify()).resolves.toBeDefined();
  });

  test('is one fetch for everybody who waits, and one answer', async () => {
    const gate = createGate();
    fail(gate.behind(text(503, '')));
    const waiting = Array.from({ length: 300 }, () => refusalOf(verify()));
    await verification.issuer.arrival(ISSUER_ROUTES.jwks);
    gate.open();
    const reasons = (await Promise.all(waiting)).map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(['issuer_unavailable']));
    expect(verification.fetches()).toBe(1);
  });

  test('leaves the issuer alone during the back-off, which grows to a minute', async () => {
    fail();
    const waits: unknown[] = [];
    for (let fetches = 1; fetches <= 9; fetches += 1) {
      const { retryAfter = 0 } = (await refusalOf(verify())).details;
      waits.push(retryAfter);
      verification.pass(retryAfter - 1);
      expect((await refusalOf(verify())).details.retryAfter).toBe(1);
      expect(verification.fetches()).toBe(fetches);
      verification.pass(1);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  test('starts over with short waits after a success', async () => {
    fail();
    for (let failures = 0; failures < 8; failures += 1) {
      await refusalOf(verify());
      verification.pass(LONGEST_BACKOFF);
    }
    recover();
    await verify();
    fail();
    verification.pass(DAY);
    expect((await refusalOf(verify())).details.retryAfter).toBe(1);
  });

  test('a clock that is set back does not prolong the back-off', async () => {
    fail();
    verification.pass(365 * DAY);
    await refusalOf(verify());
    verification.pass(-365 * DAY);
    recover();
    await expect(verify()).resolves.toBeDefined();
  });
});

describe('an outage while keys are held', () => {
  beforeEach(async () => {
    await verify();
    fail();
  });

  test('stale keys serve on for a day, then no more', async () => {
    for (let hours = 1; hours < 24; hours += 1) {
      verification.pass(HOUR);
      await expect(verify()).resolves.toBeDefined();
    }
    verification.pass(HOUR - 1);
    await expect(verify()).resolves.toBeDefined();
    verification.pass(1);
    expect(await refusalOf(verify())).toMatchObject({
      reason: 'issuer_unavailable',
      details: { retryAfter: expect.any(Number) },
    });
  });

  test('keys that nobody used meanwhile serve once more within the day', async () => {
    verification.pass(DAY - 1);
    await expect(verify()).resolves.toBeDefined();
  });

  test('after the day the issuer is believed again as soon as it answers', async () => {
    verification.pass(DAY);
    await refusalOf(verify());
    recover();
    verification.pass(LONGEST_BACKOFF);
    await expect(verify()).resolves.toBeDefined();
  });

  test('a key that we do not know is an outage, not a refusal', async () => {
    verification.pass(UNKNOWN_KEY_COOLDOWN / 1000);
    for (let tries = 0; tries < 3; tries += 1)
      expect(await refusalOf(verify({ kid: 'new' }))).toMatchObject({
        reason: 'issuer_unavailable',
        details: { retryAfter: 1 },
      });
    expect(verification.fetches()).toBe(2);
  });

  test('an issuer that hangs holds up nobody whose key is known', async () => {
    const gate = createGate();
    fail(gate.behind(text(503, '')));
    verification.pass(601);
    for (let count = 0; count < 3; count += 1) await expect(verify()).resolves.toBeDefined();
    gate.open();
  });

  test('an issuer that failed lately is not waited for again', async () => {
    verification.pass(HOUR);
    await verify();
    const gate = createGate();
    fail(gate.behind(text(503, '')));
    verification.pass(LONGEST_BACKOFF);
    await expect(verify()).resolves.toBeDefined();
    await verification.issuer.arrival(ISSUER_ROUTES.jwks, 3);
    gate.open();
  });

  test('the operator reads of it in the log', async () => {
    verification.pass(HOUR);
    await verify();
    expect(verification.log).toEqual([
      {
        message: 'keys of an issuer cannot be had',
        fields: {
          issuer: verification.issuer.url,
          failures: 1,
          err: expect.objectContaining({ message: expect.stringContaining('answered 503') }),
        },
      },
    ]);
  });
});
