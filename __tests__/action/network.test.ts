import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { NO_IPV6, onIpv6 } from '../support/ipv6.ts';
import { scenes } from '../support/scene.ts';
import { startTcpRelay } from '../support/tcp-relay.ts';
import { PRIVATE_CA_FILE, serverIdentity } from '../support/tls.ts';

const { scene, closing } = scenes();

const trusting = { NODE_EXTRA_CA_CERTS: PRIVATE_CA_FILE };

describe('a private certificate authority', () => {
  test('is trusted through NODE_EXTRA_CA_CERTS, in main and in post', async () => {
    const { exchange, run, post } = await scene({ tls: serverIdentity(), env: trusting });

    expect(await run()).toMatchObject({ exitCode: 0, outputs: { source: 'oidc' } });
    await post();
    expect(exchange.revoked()).toEqual(exchange.granted);
  });

  test('that nobody trusts is named as the cause at once, with what to do', async () => {
    const { issuer, exchange, job, inputs } = await scene({
      env: { NODE_EXTRA_CA_CERTS: undefined },
    });
    const untrusted = await scene({ tls: serverIdentity() });

    const main = await job.run({ with: inputs({ 'exchange-url': untrusted.exchange.url }) });

    expect(main).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'exchange_certificate_untrusted' },
    });
    expect(main.log).toContain('NODE_EXTRA_CA_CERTS');
    expect(issuer.issued).toHaveLength(1);
    expect([...exchange.requests, ...untrusted.exchange.requests]).toEqual([]);
  });

  test('is not trusted because a variable switches verification off', async () => {
    const { exchange, run } = await scene();
    const tls = await scene({
      tls: serverIdentity(),
      env: { ...trusting, NODE_EXTRA_CA_CERTS: undefined, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });

    const main = await tls.run({ 'exchange-url': exchange.url, timeout: '2s' });

    expect(main.outputs['error-code']).toBe('id_token_unavailable');
    expect(tls.issuer.requests).toEqual([]);
    expect((await run()).exitCode).toBe(0);
  });

  test('at the ID token service is named with what to do, and asked once', async () => {
    const { run } = await scene({ tls: serverIdentity() });

    const main = await run();

    expect(main.outputs['error-code']).toBe('id_token_unavailable');
    expect(main.log).toMatch(/certificate was not accepted[\s\S]*Next: .*NODE_EXTRA_CA_CERTS/);
    expect(main.log).not.toContain('Trying again');
  });

  test.each([
    ['/nowhere/ca.pem', /can't be read \(ENOENT/],
    ['package.json', /holds no certificate/],
    ['/', /can't be read \(is not a file\)/],
  ])('in %s was meant to be trusted: the message names the variable', async (path, words) => {
    const { run, exchange } = await scene({ tls: serverIdentity() });
    const { job } = await scene({ env: { NODE_EXTRA_CA_CERTS: resolve(path) } });

    const main = await job.run({ with: { 'exchange-url': exchange.url } });

    expect(main.outputs['error-code']).toBe('exchange_certificate_untrusted');
    expect(main.log).toMatch(/NODE_EXTRA_CA_CERTS/);
    expect(main.log).toMatch(words);
    expect((await run()).exitCode).toBe(1);
  });
});

test('a server that speaks no HTTPS is named at once', async () => {
  const { exchange, run } = await scene();

  const main = await run({ 'exchange-url': `https://127.0.0.1:${exchange.port}` });

  expect(main.outputs['error-code']).toBe('exchange_unreachable');
  expect(main.log).toContain('does not speak HTTPS');
  expect(main.log).not.toContain('Trying again');
});

if (!onIpv6()) console.warn(NO_IPV6);
(onIpv6() ? test : test.skip)(
  'an exchange and a GitHub at an IPv6 address are reached',
  async () => {
    const { issuer, exchange, job } = await scene();
    const [github, relay] = [
      closing(await startTcpRelay(issuer.port, '::1')),
      closing(await startTcpRelay(exchange.port, '::1')),
    ];
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url } = issuer.environment;

    const main = await job.run({
      with: { 'exchange-url': `http://[::1]:${relay.port}`, project: 'acme/web' },
      env: {
        ACTIONS_ID_TOKEN_REQUEST_URL: url.replace(/127\.0\.0\.1:\d+/, `[::1]:${github.port}`),
      },
    });
    const [post] = await job.post();

    expect(main).toMatchObject({ exitCode: 0, outputs: { source: 'oidc' } });
    expect(post?.commands.filter(({ name }) => name === 'warning')).toEqual([]);
    expect(exchange.revoked()).toEqual(exchange.granted);
  },
);

describe('what the runner set for ID tokens', () => {
  test.each([
    ['ACTIONS_ID_TOKEN_REQUEST_URL', 'no URL at all'],
    ['ACTIONS_ID_TOKEN_REQUEST_URL', 'localhost:8080'],
    ['ACTIONS_ID_TOKEN_REQUEST_URL', undefined],
    ['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'canary\nsecret'],
    ['ACTIONS_ID_TOKEN_REQUEST_TOKEN', ''],
  ])('%s=%j: is named, and not tried again', async (variable, value) => {
    const { issuer, exchange, run } = await scene({ env: { [variable]: value } });

    const main = await run({ 'on-unavailable': 'skip' });

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'id_token_unavailable' } });
    expect(main.log).toContain(variable);
    expect(main.log).not.toContain('Trying again');
    expect(`${main.log}${main.summary}`).not.toContain('canary');
    expect([...issuer.requests, ...exchange.requests]).toEqual([]);
  });
});
