import { readdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { createGate, json, slow } from '../../support/answers.ts';
import { askHelper, secretFor, startHelper } from '../../support/docker-client.ts';
import { EXCHANGE_ROUTES, refusal, tokenResponse } from '../../support/exchange-double.ts';
import { ISSUER_ROUTES } from '../../support/github-issuer.ts';
import { leaks } from '../../support/leaks.ts';
import { dockerScenes, REGISTRY, shortLivedToken } from './docker-job.ts';

/** Seconds; less than must be left of an answer, so every question is a new exchange. */
const SHORT = 60;

const NO_ID_TOKEN = {
  ACTIONS_ID_TOKEN_REQUEST_URL: undefined,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined,
};

/** Windows has no signals: `kill` ends a process there without asking it. */
const testSignals = process.platform === 'win32' ? test.skip : test;

const { dockerScene } = dockerScenes();

describe('A token that ends before the build', () => {
  test('is followed by others, which post masks and revokes with it', async () => {
    const { env, exchange, issuer, post, runFor, tokensLast } = await dockerScene();
    tokensLast(SHORT);
    const main = await runFor(REGISTRY, { permissions: 'push, pull', lifetime: '60s' });

    const secrets = [await secretFor(env(), REGISTRY), await secretFor(env(), REGISTRY)];

    expect(secrets).toEqual([shortLivedToken(1), shortLivedToken(2)]);
    expect(new Set(issuer.issued).size).toBe(3);
    // The same question each time; only the ID token differs.
    const asked = exchange.exchanges().map((form) => {
      form.delete('subject_token');
      return form.toString();
    });
    expect(new Set(asked).size).toBe(1);

    const end = await post();
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    const all = [main.outputs.token ?? '', ...secrets];
    expect(exchange.revoked().toSorted()).toEqual(all);
    expect(end.masks).toEqual(expect.arrayContaining(secrets));
    for (const secret of secrets) expect(leaks(end, secret)).toEqual([]);
  });

  test.each([
    ['less than 12 minutes', 700, 1],
    ['more than 12 minutes', 900, 0],
  ])('with %s left: BuildKit would remember it for 10', async (_, seconds, secret) => {
    const { env, runFor, tokensLast } = await dockerScene();
    tokensLast(seconds);
    await runFor();
    expect(await secretFor(env(), REGISTRY)).toBe(shortLivedToken(secret));
  });

  test('with revoke: false they live until they expire', async () => {
    const { env, exchange, post, runFor, tokensLast } = await dockerScene();
    tokensLast(SHORT);
    await runFor(REGISTRY, { revoke: 'false' });
    await secretFor(env(), REGISTRY);
    await post();
    expect(exchange.revoked()).toEqual([]);
  });

  test('serves while the exchange is out of order, as long as it lives', async () => {
    const { env, exchange, runFor, tokensLast } = await dockerScene();
    tokensLast(SHORT);
    await runFor();
    exchange.always(EXCHANGE_ROUTES.token, refusal());

    const { exitCode, stdout, stderr } = await askHelper(env(), REGISTRY);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).Secret).toBe(shortLivedToken(0));
    expect(stderr).toContain('condition_failed');
    expect(stderr).not.toContain(shortLivedToken(0));
  });

  test('and cannot be renewed: Docker is told why, with a page to read, and no secret', async () => {
    const { env, exchange, issuer, runFor, tokensLast } = await dockerScene();
    tokensLast(1);
    await runFor();
    exchange.always(EXCHANGE_ROUTES.token, refusal());
    await ended(1);

    const { exitCode, stdout, stderr } = await askHelper(env(), REGISTRY);

    expect(exitCode).toBe(1);
    // Clients show one or the other.
    for (const shown of [stdout, stderr]) {
      expect(shown).toContain('No trust relationship of acme/web admits this ref.');
      expect(shown).toContain('docs/refusals.md#condition_failed');
    }
    expect(stdout.trim().split('\n')).toHaveLength(1);
    for (const secret of [shortLivedToken(0), ...issuer.issued])
      expect(stdout + stderr).not.toContain(secret);
  });

  test('in an environment that cannot ask for ID tokens: Docker is told what is missing', async () => {
    const { env, runFor, tokensLast } = await dockerScene();
    tokensLast(1);
    await runFor();
    await ended(1);

    const { exitCode, stdout } = await askHelper(env(NO_ID_TOKEN), REGISTRY);

    expect(exitCode).toBe(1);
    expect(stdout).toContain('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  });

  test('a passing fault is ridden out, and told on standard error only', async () => {
    const { env, exchange, runFor, tokensLast } = await dockerScene();
    tokensLast(1);
    await runFor();
    exchange.script(EXCHANGE_ROUTES.token, json(503, {}));

    const { exitCode, stdout, stderr } = await askHelper(env(), REGISTRY);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).Secret).toBe(shortLivedToken(1));
    expect(stderr).toContain('Trying again');
  });

  test('several questions at once each get a live token', async () => {
    const { env, exchange, post, runFor, tokensLast } = await dockerScene();
    tokensLast(SHORT);
    await runFor();

    const secrets = await Promise.all([0, 1, 2, 3].map(() => secretFor(env(), REGISTRY)));
    await post();

    expect(secrets).not.toContain(shortLivedToken(0));
    expect(exchange.revoked()).toEqual(expect.arrayContaining(secrets));
    expect(exchange.revoked()).toHaveLength(exchange.exchanges().length);
  });
});

describe('A build that is cancelled', () => {
  const late = json(200, tokenResponse({ access_token: 'dpb_came_too_late', expires_in: SHORT }));

  testSignals('while the exchange answers: post revokes what comes', async () => {
    const { env, exchange, post, runFor, tokensLast } = await dockerScene();
    tokensLast(SHORT);
    await runFor();
    exchange.script(EXCHANGE_ROUTES.token, slow(500, late));

    const helper = startHelper(env(), REGISTRY);
    await exchange.arrival(EXCHANGE_ROUTES.token, 2);
    helper.kill('SIGTERM');
    await helper.finished;
    await post();

    expect(exchange.revoked().toSorted()).toEqual(['dpb_came_too_late', shortLivedToken(0)]);
  });

  test('and whose job ends meanwhile: the helper revokes what comes', async () => {
    const { env, exchange, job, post, runFor, tokensLast } = await dockerScene();
    tokensLast(SHORT);
    await runFor();
    const gate = createGate();
    exchange.script(EXCHANGE_ROUTES.token, gate.behind(late));

    const helper = startHelper(env(), REGISTRY);
    await exchange.arrival(EXCHANGE_ROUTES.token, 2);
    await post();
    gate.open();
    const { exitCode, stdout, stderr } = await helper.finished;

    expect(exchange.revoked()).toEqual([shortLivedToken(0), 'dpb_came_too_late']);
    expect(stdout + stderr).not.toContain('dpb_');
    expect(exitCode).toBe(1);
    expect(await readdir(job.temp)).toEqual([]);
  });

  testSignals('while GitHub is silent: ends, and the exchange is never asked', async () => {
    const { env, exchange, issuer, runFor, tokensLast } = await dockerScene();
    tokensLast(1);
    await runFor();
    await ended(1);
    issuer.always(ISSUER_ROUTES.idToken, () => undefined);

    const helper = startHelper(env(), REGISTRY);
    await issuer.arrival(ISSUER_ROUTES.idToken, 2);
    helper.kill('SIGINT');

    expect(await helper.finished).toMatchObject({ exitCode: 1 });
    expect(exchange.exchanges()).toHaveLength(1);
  });
});

/** The end of a token that lives that many seconds. */
function ended(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
