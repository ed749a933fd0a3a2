import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { json, silence, slow } from '../support/answers.ts';
import { EXCHANGE_ROUTES, tokenResponse } from '../support/exchange-double.ts';
import { ISSUER_ROUTES } from '../support/github-issuer.ts';
import { leaks } from '../support/leaks.ts';
import { type Scene, scenes } from '../support/scene.ts';
import { together } from '../support/together.ts';

/** On cancel the runner sends SIGINT, SIGTERM 7.5 s later, and SIGKILL 2.5 s after that. */
const SIGKILL_AFTER = 10_000;

/**
 * Milliseconds until an answer that is under way when the signal is sent: long after a busy machine has
 * heard the signal, long before the action stops waiting.
 */
const ON_ITS_WAY = 1_000;

const SIGNALS = { SIGINT: 'SIGINT', SIGTERM: 'SIGTERM' } as const;

const { scene } = scenes();

/** Windows has no signals: `kill` ends a process there without asking it. */
const testSignals = process.platform === 'win32' ? test.skip : test;

/** Runs the step and sends `signal` as soon as `moment` has come. */
async function cancel(
  stage: Scene,
  signal: NodeJS.Signals,
  moment: Promise<void>,
  inputs: Record<string, string> = {},
) {
  const running = await stage.start({ timeout: '5m', ...inputs });
  await moment;
  const killed = performance.now();
  running.kill(signal);
  const main = await running.finished;
  expect(performance.now() - killed).toBeLessThan(SIGKILL_AFTER);
  // A process that ends by itself would say 0; one that died of the signal could not have tidied up.
  expect(main).toMatchObject({ signal: null, exitCode: expect.any(Number) });
  expect(main.exitCode).not.toBe(0);
  expect(main.exported).toEqual({});
  return main;
}

testSignals('while GitHub is asked: ends in time, the exchange is never asked', async () => {
  await together(SIGNALS, async (signal) => {
    const stage = await scene();
    const { issuer, exchange, post } = stage;
    issuer.always(ISSUER_ROUTES.idToken, silence());

    await cancel(stage, signal, issuer.arrival(ISSUER_ROUTES.idToken));

    expect(exchange.requests).toEqual([]);
    expect(await post()).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  });
});

testSignals('while GitHub still answers: whatever is issued after all is revoked', async () => {
  await together(SIGNALS, async (signal) => {
    const stage = await scene();
    const { issuer, exchange, post } = stage;
    const idToken = json(200, { value: issuer.sign(exchange.url) });
    issuer.script(ISSUER_ROUTES.idToken, slow(ON_ITS_WAY, idToken));

    await cancel(stage, signal, issuer.arrival(ISSUER_ROUTES.idToken));
    await post();

    expect(new Set(exchange.revoked())).toEqual(new Set(exchange.granted));
  });
});

testSignals('while the exchange is silent: ends in time', async () => {
  await together(SIGNALS, async (signal) => {
    const stage = await scene();
    const { exchange } = stage;
    exchange.always(EXCHANGE_ROUTES.token, silence());

    await cancel(stage, signal, exchange.arrival(EXCHANGE_ROUTES.token));

    expect(exchange.exchanges()).toHaveLength(1);
  });
});

testSignals('a second signal, as the runner sends it, changes nothing', async () => {
  const { exchange, start } = await scene();
  const answer = json(200, tokenResponse({ access_token: 'dpb_too_late_for_it' }));
  exchange.script(EXCHANGE_ROUTES.token, slow(ON_ITS_WAY, answer));
  const running = await start();
  await exchange.arrival(EXCHANGE_ROUTES.token);

  running.kill('SIGINT');
  // The runner waits longer; of two that are pending at once, either may come first.
  await sleep(ON_ITS_WAY / 2);
  running.kill('SIGTERM');

  expect(await running.finished).toMatchObject({ exitCode: 130, signal: null, exported: {} });
  expect(exchange.revoked()).toEqual(['dpb_too_late_for_it']);
});

testSignals('while the exchange still answers: the token that arrives is revoked', async () => {
  await together(SIGNALS, async (signal) => {
    const stage = await scene();
    const { exchange, post } = stage;
    const answer = json(200, tokenResponse({ access_token: 'dpb_too_late_for_it' }));
    exchange.script(EXCHANGE_ROUTES.token, slow(ON_ITS_WAY, answer));

    const main = await cancel(stage, signal, exchange.arrival(EXCHANGE_ROUTES.token), {
      revoke: 'false', // at the end of the job: this one is never used
    });

    expect(exchange.revoked()).toEqual(['dpb_too_late_for_it']);
    expect(leaks(main, 'dpb_too_late_for_it').filter((place) => place !== 'state')).toEqual([]);
    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

testSignals('while waiting for the next try: ends in time, without another one', async () => {
  await together(SIGNALS, async (signal) => {
    const stage = await scene();
    const { exchange } = stage;
    exchange.always(EXCHANGE_ROUTES.token, json(503, {}, { 'retry-after': '120' }));

    await cancel(stage, signal, exchange.arrival(EXCHANGE_ROUTES.token));

    expect(exchange.exchanges()).toHaveLength(1);
  });
});

testSignals('while a late token is being revoked: ends in time', async () => {
  await together(SIGNALS, async (signal) => {
    const stage = await scene();
    const { exchange } = stage;
    exchange.script(EXCHANGE_ROUTES.token, slow(ON_ITS_WAY, json(200, tokenResponse())));
    exchange.always(EXCHANGE_ROUTES.revoke, silence());

    await cancel(stage, signal, exchange.arrival(EXCHANGE_ROUTES.token));

    expect(exchange.revoked().length).toBeGreaterThan(0);
  });
});

testSignals('during post: the revocation is finished first', async () => {
  await together(SIGNALS, async (signal) => {
    const { exchange, run, job } = await scene();
    await run();
    exchange.script(EXCHANGE_ROUTES.revoke, slow(ON_ITS_WAY, json(200, {})));

    const running = await job.startPost(0);
    await exchange.arrival(EXCHANGE_ROUTES.revoke);
    running.kill(signal);
    const result = await running.finished;

    expect(result.signal).toBeNull();
    expect(exchange.revoked()).toEqual(exchange.granted);
    expect(result.commands.filter(({ name }) => name === 'warning')).toEqual([]);
  });
});
