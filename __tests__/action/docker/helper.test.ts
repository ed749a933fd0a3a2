import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { json, slow } from '../../support/answers.ts';
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

describe("Docker's questions", () => {
  test('get: the build token with the user name x-token, and nobody is asked for another', async () => {
    const { env, exchange, issuer, runFor } = await dockerScene();
    await runFor();
    const requests = issuer.requests.length + exchange.requests.length;

    const { exitCode, stdout, stderr } = await askHelper(env(), REGISTRY);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      ServerURL: REGISTRY,
      Username: 'x-token',
      Secret: exchange.granted[0],
    });
    expect(issuer.requests.length + exchange.requests.length).toBe(requests);
  });

  test.each([
    REGISTRY,
    `${REGISTRY}\n`,
    `https://${REGISTRY}`,
    `https://${REGISTRY}/v2/`,
    'Registry.Example.COM',
  ])('get for %j is answered', async (asked) => {
    const { env, exchange, runFor } = await dockerScene();
    await runFor();
    const { stdout } = await askHelper(env(), REGISTRY, 'get', asked);
    expect(JSON.parse(stdout)).toMatchObject({
      ServerURL: asked.trim(),
      Secret: exchange.granted[0],
    });
  });

  test.each([
    ['registry.example.com.evil.test', 'credentials not found in native keychain'],
    ['evil.test/registry.example.com', 'credentials not found in native keychain'],
    ['registry.example.com:5000', 'credentials not found in native keychain'],
    ['sub.registry.example.com', 'credentials not found in native keychain'],
    ['https://user@registry.example.com', 'credentials not found in native keychain'],
    ['', 'no credentials server URL'],
  ])('get for %j has the words by which Docker goes on without a login', async (asked, words) => {
    const { env, runFor } = await dockerScene();
    await runFor();
    expect(await askHelper(env(), REGISTRY, 'get', asked)).toEqual({
      exitCode: 1,
      stdout: `${words}\n`,
      stderr: '',
    });
  });

  test('store and erase, of docker login and logout, change nothing and say nothing', async () => {
    const { env, exchange, runFor } = await dockerScene();
    await runFor();
    const login = JSON.stringify({ ServerURL: REGISTRY, Username: 'me', Secret: 'mine' });

    const silence = { exitCode: 0, stdout: '', stderr: '' };
    expect(await askHelper(env(), REGISTRY, 'store', login)).toEqual(silence);
    expect(await askHelper(env(), REGISTRY, 'erase')).toEqual(silence);
    expect(await secretFor(env(), REGISTRY)).toBe(exchange.granted[0]);
  });

  test('list names every registry; version is told; anything else gets the usage', async () => {
    const { env, runFor } = await dockerScene();
    await runFor(`${REGISTRY}\nregistry.example.org:5000`);

    const list = await askHelper(env(), REGISTRY, 'list', 'unused');
    expect(JSON.parse(list.stdout)).toEqual({
      [REGISTRY]: 'x-token',
      'registry.example.org:5000': 'x-token',
    });
    expect(await askHelper(env(), REGISTRY, 'version')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await askHelper(env(), REGISTRY, 'explode')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('Usage'),
    });
  });

  test('get works where there is no Node on PATH, and in any folder', async () => {
    const { env, exchange, job, runFor } = await dockerScene();
    await runFor();
    const bare = { DOCKER_CONFIG: env().DOCKER_CONFIG ?? '', PATH: join(job.temp, 'dockpass/bin') };
    expect(await secretFor(bare, REGISTRY)).toBe(exchange.granted[0]);
  });
});

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
    expect(stdout).toContain('No trust relationship of acme/web admits this ref.');
    expect(stdout).toContain('docs/refusals.md#condition_failed');
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
    const gate = Promise.withResolvers<void>();
    exchange.script(EXCHANGE_ROUTES.token, (response, request) => {
      void gate.promise.then(() => late(response, request));
    });

    const helper = startHelper(env(), REGISTRY);
    await exchange.arrival(EXCHANGE_ROUTES.token, 2);
    await post();
    gate.resolve();
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

describe('Several steps', () => {
  const OTHER = 'registry.example.org';

  test('for two registries: each answers with its own token, and post takes its own', async () => {
    const { config, env, exchange, job, runFor } = await dockerScene({});
    await runFor(REGISTRY);
    await runFor(OTHER, { project: 'acme/docs' });

    expect(await secretFor(env(), REGISTRY)).toBe(exchange.granted[0]);
    expect(await secretFor(env(), OTHER)).toBe(exchange.granted[1]);

    await (await job.startPost(1)).finished;
    expect(await config()).toEqual({ credHelpers: { [REGISTRY]: 'dockpass' } });
    expect(await secretFor(env(), REGISTRY)).toBe(exchange.granted[0]);
    await (await job.startPost(0)).finished;
    expect(await config()).toEqual({});
    expect(await readdir(job.temp)).toEqual([]);
  });

  test('for one registry: the latest answers until its post, then the one before it', async () => {
    const { config, env, exchange, job, runFor } = await dockerScene({
      credHelpers: { [REGISTRY]: 'ecr-login' },
    });
    await runFor();
    await runFor();
    expect(await secretFor(env(), REGISTRY)).toBe(exchange.granted[1]);

    await (await job.startPost(1)).finished;
    expect(await secretFor(env(), REGISTRY)).toBe(exchange.granted[0]);
    await (await job.startPost(0)).finished;
    expect(await config()).toEqual({ credHelpers: { [REGISTRY]: 'ecr-login' } });
  });
});

describe('A job that cannot have an ID token', () => {
  test('logs Docker in with its fallback token, which has no successor', async () => {
    const { config, env, exchange, job, post } = await dockerScene({});
    Object.assign(job.exported, {
      ACTIONS_ID_TOKEN_REQUEST_URL: '',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: '',
    });
    const step = {
      'exchange-url': exchange.url,
      registry: REGISTRY,
      'on-unavailable': 'fallback',
      'fallback-token': 'dpp_fallback_token',
    };
    await job.run({ with: step });

    expect(await secretFor(env(), REGISTRY)).toBe('dpp_fallback_token');
    await post();
    expect(await config()).toEqual({});
    expect(exchange.requests).toEqual([]);
  });

  test('and skips: Docker is left as it is', async () => {
    const { config, exchange, job, post } = await dockerScene({ auths: {} });
    Object.assign(job.exported, { ACTIONS_ID_TOKEN_REQUEST_URL: '' });
    const step = { 'exchange-url': exchange.url, registry: REGISTRY, 'on-unavailable': 'skip' };

    expect(await job.run({ with: step })).toMatchObject({ exitCode: 0 });

    expect(await config()).toEqual({ auths: {} });
    expect(await readdir(job.temp)).toEqual([]);
    expect(await post()).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  });
});

/** The end of a token that lives that many seconds. */
function ended(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
