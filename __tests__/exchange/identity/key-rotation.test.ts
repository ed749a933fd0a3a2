import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  MAX_AGE,
  MAX_STALE,
  UNKNOWN_KEY_COOLDOWN,
} from '../../../src/exchange/identity/key-set.ts';
import { createGate, json } from '../../support/answers.ts';
import { ISSUER_ROUTES } from '../../support/github-issuer.ts';
import { createSigningKey } from '../../support/jws.ts';
import { reasonOf, refusalOf, startVerification, type Verification } from './verification.ts';

const oldKey = createSigningKey('old');
const newKey = createSigningKey('new');

/** Seconds for which the issuer says its keys are fresh. */
const FRESH = 600;
const HOUR = MAX_AGE / 1000;
const DAY = MAX_STALE / 1000;
const COOLDOWN = UNKNOWN_KEY_COOLDOWN / 1000;

let verification: Verification;

beforeEach(async () => {
  verification = await startVerification({ keys: [oldKey], maxAge: FRESH });
});

afterEach(() => verification.close());

const accepted = (token: string) =>
  verification.verify(token).then(
    () => true,
    () => false,
  );

/** A fresh token under `key`, whatever the issuer publishes by now. */
function signedBy(key: typeof oldKey): string {
  const { keys } = verification.issuer;
  verification.issuer.keys = [key];
  const token = verification.sign();
  verification.issuer.keys = keys;
  return token;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('key rotation', () => {
  test('with overlap: old and new key both verify, at the price of one fetch', async () => {
    await verification.verify(verification.sign());
    verification.issuer.keys = [newKey, oldKey];
    verification.pass(COOLDOWN);
    await verification.verify(signedBy(newKey));
    await verification.verify(signedBy(oldKey));
    expect(verification.fetches()).toBe(2);
  });

  test('without overlap: the new key verifies at once, the old one no more', async () => {
    await verification.verify(verification.sign());
    verification.issuer.keys = [newKey];
    verification.pass(COOLDOWN);
    await verification.verify(signedBy(newKey));
    expect(await accepted(signedBy(oldKey))).toBe(false);
    verification.pass(COOLDOWN);
    expect(await reasonOf(verification.verify(signedBy(oldKey)))).toBe('unknown_key');
  });

  test('a key that was published a second ago is an outage until the issuer is asked again', async () => {
    await verification.verify(verification.sign());
    verification.issuer.keys = [newKey, oldKey];
    verification.pass(1);
    for (let tries = 0; tries < 2; tries += 1)
      expect(await refusalOf(verification.verify(signedBy(newKey)))).toMatchObject({
        reason: 'issuer_unavailable',
        details: { retryAfter: COOLDOWN - 1 },
      });
    expect(verification.fetches()).toBe(1);
    verification.pass(COOLDOWN - 1);
    await verification.verify(signedBy(newKey));
  });

  test('a key that appears while the issuer is being asked for another is an outage, too', async () => {
    const gate = createGate();
    verification.issuer.script(
      ISSUER_ROUTES.jwks,
      gate.behind(json(200, verification.issuer.jwks())),
    );
    const first = verification.verify(signedBy(oldKey));
    await verification.issuer.arrival(ISSUER_ROUTES.jwks, 1);
    const second = reasonOf(verification.verify(signedBy(newKey)));
    gate.open();
    expect(await first).toBeDefined();
    expect(await second).toBe('issuer_unavailable');
  });

  test('a retired key dies with the first refresh', async () => {
    await verification.verify(verification.sign());
    verification.issuer.keys = [newKey];
    verification.pass(FRESH);
    await until(async () => !(await accepted(signedBy(oldKey))));
    verification.pass(COOLDOWN);
    expect(await reasonOf(verification.verify(signedBy(oldKey)))).toBe('unknown_key');
  });

  test.each([HOUR, DAY - 1, DAY, 7 * DAY])(
    'a retired key is dead for the very first request after %d s',
    async (seconds) => {
      await verification.verify(verification.sign());
      verification.issuer.keys = [newKey];
      verification.pass(seconds);
      expect(await reasonOf(verification.verify(signedBy(oldKey)))).toBe('unknown_key');
    },
  );

  test('nobody is let in by a retired key while others wait for the refresh', async () => {
    await verification.verify(verification.sign());
    const gate = createGate();
    verification.issuer.keys = [newKey];
    verification.issuer.script(
      ISSUER_ROUTES.jwks,
      gate.behind(json(200, verification.issuer.jwks())),
    );
    verification.pass(HOUR);
    const first = accepted(signedBy(oldKey));
    await verification.issuer.arrival(ISSUER_ROUTES.jwks, 2);
    const second = accepted(signedBy(oldKey));
    gate.open();
    expect(await Promise.all([first, second])).toEqual([false, false]);
  });

  test('new key material under an old name replaces it', async () => {
    await verification.verify(verification.sign());
    const impostor = createSigningKey(oldKey.kid);
    verification.issuer.keys = [impostor];
    verification.pass(HOUR);
    await verification.verify(signedBy(impostor));
    expect(await reasonOf(verification.verify(signedBy(oldKey)))).toBe('bad_signature');
  });
});

describe('how often the issuer is asked', () => {
  test('fresh keys serve without a fetch', async () => {
    for (const seconds of [0, 1, FRESH - 2]) {
      verification.pass(seconds);
      await verification.verify(verification.sign());
    }
    expect(verification.fetches()).toBe(1);
  });

  test('keys that are no longer fresh serve while new ones are fetched', async () => {
    await verification.verify(verification.sign());
    const gate = createGate();
    verification.issuer.script(
      ISSUER_ROUTES.jwks,
      gate.behind(json(200, verification.issuer.jwks())),
    );
    verification.pass(FRESH);
    for (let count = 0; count < 5; count += 1) await verification.verify(verification.sign());
    await verification.issuer.arrival(ISSUER_ROUTES.jwks, 2);
    await verification.verify(verification.sign());
    expect(verification.fetches()).toBe(2);
    gate.open();
  });

  test('a thousand simultaneous first requests make one flight', async () => {
    const token = verification.sign();
    const all = Array.from({ length: 1000 }, () => verification.verify(token));
    expect(await Promise.all(all)).toHaveLength(1000);
    expect(verification.issuer.requests.map(({ path }) => path)).toEqual([
      '/.well-known/openid-configuration',
      '/.well-known/jwks',
    ]);
  });

  test('a flood of unknown kids costs at most one fetch per cooldown', async () => {
    const flood = () =>
      Promise.all(
        Array.from({ length: 200 }, () =>
          reasonOf(verification.verify(verification.sign({}, { kid: randomUUID() }))),
        ),
      );
    await verification.verify(verification.sign());
    for (const fetches of [1, 2, 3]) {
      const reasons = new Set([...(await flood()), ...(await flood())]);
      reasons.delete('unknown_key');
      expect(reasons).toEqual(new Set(['issuer_unavailable']));
      expect(verification.fetches()).toBe(fetches);
      verification.pass(COOLDOWN);
    }
  });

  test('the first token of a cold start costs one fetch, even with an unknown kid', async () => {
    const token = verification.sign({}, { kid: 'unknown' });
    expect(await reasonOf(verification.verify(token))).toBe('unknown_key');
    expect(verification.fetches()).toBe(1);
  });

  test('two verifiers share nothing', async () => {
    const other = await startVerification({ keys: [oldKey] });
    await verification.verify(verification.sign());
    await other.verify(other.sign());
    expect([verification.fetches(), other.fetches()]).toEqual([1, 1]);
    await other.close();
  });

  test('a clock that is set back does not keep keys fresh until it has caught up', async () => {
    verification.pass(365 * DAY);
    await verification.verify(verification.sign());
    verification.pass(-365 * DAY);
    verification.issuer.keys = [newKey];
    expect(await reasonOf(verification.verify(signedBy(oldKey)))).toBe('unknown_key');
    expect(verification.fetches()).toBe(2);
  });
});
