import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { type Served, servedExchanges } from './served.ts';
import type { Answer } from './service.ts';

const serve = servedExchanges();

/** More than two commits can carry, so that some are always on their way when the process dies. */
const EXCHANGES = 600;
const ANSWERS_BEFORE_KILL = 40;

interface Exchanged {
  idToken: string;
  /** Undefined if the process died first. */
  answer: Answer | undefined;
}

/**
 * On a machine that is busy with all these exchanges, the issuer's keys may come too late (503): no
 * answer about the token. Once they are there, they stay.
 */
async function exchangeInTheEnd(exchange: Served['exchange'], idToken: string): Promise<Answer> {
  for (;;) {
    const answer = await exchange(idToken);
    if (answer.status !== 503) return answer;
    await delay(200);
  }
}

/** Exchanges all at once, and kills the process in the middle of it. */
async function exchangeUntilKilled({ installation, issuer, exchange }: Served) {
  await exchangeInTheEnd(exchange, issuer.sign(installation.url));
  const idTokens = Array.from({ length: EXCHANGES }, () => issuer.sign(installation.url));
  let answers = 0;
  const exchangeOne = async (idToken: string): Promise<Exchanged> => {
    const answer = await exchange(idToken).catch(() => undefined);
    if (answer && ++answers === ANSWERS_BEFORE_KILL) void installation.stop('SIGKILL');
    return { idToken, answer };
  };
  const exchanged = await Promise.all(idTokens.map(exchangeOne));
  await installation.stop('SIGKILL');
  return exchanged;
}

test('kill -9 under load loses no token that was answered and forgets no jti that was burned', async () => {
  const served = await serve();
  const exchanged = await exchangeUntilKilled(served);
  const answered = exchanged.filter(({ answer }) => answer !== undefined);
  const unanswered = exchanged.filter(({ answer }) => answer === undefined);
  expect(new Set(answered.map(({ answer }) => answer?.status))).toEqual(new Set([200]));
  expect(answered.length).toBeGreaterThanOrEqual(ANSWERS_BEFORE_KILL);
  // Otherwise it was not killed under load, and the test shows nothing.
  expect(unanswered.length).toBeGreaterThan(0);

  const { installation, issuer, exchange } = served;
  await installation.start();
  await exchangeInTheEnd(exchange, issuer.sign(installation.url));
  await Promise.all(
    answered.map(async ({ idToken, answer }) => {
      const token = answer?.body.access_token;
      expect(await installation.introspect(token)).toMatchObject({ active: true });
      expect((await exchange(idToken)).body.reason).toBe('replayed');
    }),
  );
  // Whether the commit of these came through, nobody was told; either way they buy one token at most.
  await Promise.all(
    unanswered.map(async ({ idToken }) => {
      const { status, body } = await exchange(idToken);
      expect(status === 200 || body.reason === 'replayed').toBe(true);
      expect((await exchange(idToken)).body.reason).toBe('replayed');
    }),
  );

  const granted = (await installation.audit()).filter(({ decision }) => decision === 'granted');
  const references = new Set(granted.map(({ id }) => id));
  for (const { answer } of answered) expect(references).toContain(answer?.body.reference);
  // One more at each start, to have the issuer's keys.
  expect(granted).toHaveLength(exchanged.length + 2);
});
