import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { askHelper, secretFor } from '../../support/docker-client.ts';
import { dockerScenes, REGISTRY } from './docker-job.ts';

const { dockerScene } = dockerScenes();

/** Windows has neither pipes nor devices in its folders. */
const testUnix = process.platform === 'win32' ? test.skip : test;

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

  testUnix('a question without end is not read for ever', async () => {
    const { env, job, runFor } = await dockerScene();
    await runFor();
    const program = join(job.temp, 'dockpass/bin/docker-credential-dockpass');
    const endless = openSync('/dev/zero', 'r');

    const options = { env: env(), encoding: 'utf8', timeout: 20_000 } as const;
    const helper = spawnSync(program, ['get'], { ...options, stdio: [endless, 'pipe', 'pipe'] });
    closeSync(endless);

    expect(helper).toMatchObject({ status: 1, signal: null });
    expect(helper.stdout).toContain('too large');
  });

  testUnix('a pipe among its files, which nobody writes to, does not hold it up', async () => {
    const { env, job, runFor } = await dockerScene();
    await runFor();
    await mkdir(join(job.temp, 'dockpass/2'));
    execFileSync('mkfifo', [join(job.temp, 'dockpass/2/settings.json')]);

    expect(await askHelper(env(), REGISTRY)).toMatchObject({ exitCode: 1 });
  });

  test('get works where there is no Node on PATH, and in any folder', async () => {
    const { env, exchange, job, runFor } = await dockerScene();
    await runFor();
    const bare = { DOCKER_CONFIG: env().DOCKER_CONFIG ?? '', PATH: join(job.temp, 'dockpass/bin') };
    expect(await secretFor(bare, REGISTRY)).toBe(exchange.granted[0]);
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
  const NO_ID_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' };

  test('logs Docker in with its fallback token, which has no successor', async () => {
    const { config, env, exchange, job, post } = await dockerScene({});
    Object.assign(job.exported, NO_ID_TOKEN);
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
    Object.assign(job.exported, NO_ID_TOKEN);
    const step = { 'exchange-url': exchange.url, registry: REGISTRY, 'on-unavailable': 'skip' };

    expect(await job.run({ with: step })).toMatchObject({ exitCode: 0 });

    expect(await config()).toEqual({ auths: {} });
    expect(await readdir(job.temp)).toEqual([]);
    expect(await post()).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  });
});
