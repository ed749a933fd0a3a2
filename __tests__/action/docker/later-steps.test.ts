import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { askHelper, secretFor } from '../../support/docker-client.ts';
import type { Environment } from '../../support/runner/environment.ts';
import { PRIVATE_CA_FILE, serverIdentity } from '../../support/tls.ts';
import { together } from '../../support/together.ts';
import { dockerScenes, REGISTRY } from './docker-job.ts';

const { dockerScene } = dockerScenes();

const testLinux = process.platform === 'linux' ? test : test.skip;

describe('a later step that sets something for its own Node', () => {
  const BROKEN = {
    'a module that is not there': { NODE_OPTIONS: '--require ./setup.js' },
    'an option that Node 24 does not know': { NODE_OPTIONS: '--no-such-option' },
    'an option that no NODE_OPTIONS may have': { NODE_OPTIONS: '--eval 1' },
    'a loader': { NODE_OPTIONS: '--import ./loader.mjs' },
    'an unfinished string': { NODE_OPTIONS: '"--require' },
    'a channel of another process': { NODE_CHANNEL_FD: '99', NODE_UNIQUE_ID: '1' },
    debugging: { NODE_DEBUG: 'module,fs', NODE_PENDING_DEPRECATION: '1' },
    'certificates that are not there': { NODE_EXTRA_CA_CERTS: './ca.pem' },
    'no verification': { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    'a configuration of OpenSSL': { OPENSSL_CONF: './openssl.cnf', OPENSSL_MODULES: './modules' },
  } satisfies Record<string, Environment>;

  test('does not keep Docker from its login', async () => {
    const { env, exchange, job, runFor } = await dockerScene();
    await runFor();
    await writeFile(join(job.workspace, 'openssl.cnf'), UNUSABLE_OPENSSL);

    await together(BROKEN, async (changes) => {
      const absolute = { OPENSSL_CONF: join(job.workspace, 'openssl.cnf') };
      const broken = 'OPENSSL_CONF' in changes ? { ...changes, ...absolute } : changes;
      const { exitCode, stdout, stderr } = await askHelper(env(broken), REGISTRY);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(JSON.parse(stdout).Secret).toBe(exchange.granted[0]);
    });
  });

  testLinux('nor do a cache that cannot be made, or a library that does not fit', async () => {
    const { env, exchange, job, runFor } = await dockerScene();
    await runFor();
    const libraries = join(job.temp, '../libraries');
    await mkdir(libraries);
    await writeFile(join(libraries, 'libstdc++.so.6'), '');

    const environments = {
      cache: { NODE_COMPILE_CACHE: '/proc/1/cache' },
      library: { LD_LIBRARY_PATH: libraries },
    };
    await together(environments, async (changes: Environment) => {
      expect(await secretFor(env(changes), REGISTRY)).toBe(exchange.granted[0]);
    });
  });

  test('gets nothing of ours among its own: no coverage, no trace of warnings', async () => {
    const { env, job, runFor } = await dockerScene();
    await runFor();
    const coverage = join(job.temp, '../coverage');
    await secretFor(env({ NODE_V8_COVERAGE: coverage }), REGISTRY);
    await expect(readdir(coverage)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

const UNUSABLE_OPENSSL = `nodejs_conf = all
[all]
providers = providers
[providers]
missing = missing
[missing]
activate = 1
module = /nowhere/missing.so
`;

describe('what our own step trusts', () => {
  /** Each question is an exchange of its own. */
  const SHORT = 60;

  test('the helper trusts as well, whatever a later step sets', async () => {
    const options = { env: { NODE_EXTRA_CA_CERTS: PRIVATE_CA_FILE }, tls: serverIdentity() };
    const { env, exchange, runFor, tokensLast } = await dockerScene(undefined, options);
    tokensLast(SHORT);
    await runFor();

    for (const later of [undefined, '', './another.pem'])
      await secretFor(env({ NODE_EXTRA_CA_CERTS: later }), REGISTRY);

    expect(exchange.exchanges()).toHaveLength(4);
  });

  test('a relative path of it means the same wherever Docker runs', async () => {
    const options = { env: { NODE_EXTRA_CA_CERTS: 'ca.pem' }, tls: serverIdentity() };
    const { env, exchange, job, runFor, tokensLast } = await dockerScene(undefined, options);
    await copyFile(PRIVATE_CA_FILE, join(job.workspace, 'ca.pem'));
    tokensLast(SHORT);
    await runFor();

    await secretFor(env(), REGISTRY);

    expect(exchange.exchanges()).toHaveLength(2);
  });

  test('is all that it trusts: a later step cannot turn verification off', async () => {
    const { env, exchange, runFor, tokensLast } = await dockerScene();
    const { issuer } = await dockerScene(undefined, { tls: serverIdentity() });
    tokensLast(SHORT);
    await runFor();

    const elsewhere = { ...issuer.environment, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { stderr } = await askHelper(env(elsewhere), REGISTRY);

    expect(stderr).toContain('certificate');
    expect(issuer.requests).toEqual([]);
    expect(exchange.exchanges()).toHaveLength(1);
  });
});
