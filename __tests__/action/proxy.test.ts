import { describe, expect, test } from '@jest/globals';
import { json, text } from '../support/answers.ts';
import { EXCHANGE_ROUTES } from '../support/exchange-double.ts';
import { onIpv6 } from '../support/ipv6.ts';
import { refusedUrl } from '../support/loopback.ts';
import { startProxy, startRefusingProxy } from '../support/proxy.ts';
import type { Environment } from '../support/runner/environment.ts';
import { scenes } from '../support/scene.ts';
import { startTcpRelay } from '../support/tcp-relay.ts';
import { PRIVATE_CA_FILE, serverIdentity, TLS_HOSTS } from '../support/tls.ts';

const { scene, closing } = scenes();

const trusting = { NODE_EXTRA_CA_CERTS: PRIVATE_CA_FILE };

describe('an HTTP proxy', () => {
  /** Servers and a proxy; only the proxy can resolve the exchange's name. */
  async function behindProxy(env: (proxy: string) => Environment) {
    const proxy = closing(await startProxy());
    const stage = await scene({ tls: serverIdentity(), env: { ...trusting, ...env(proxy.url) } });
    const exchangeUrl = `https://${TLS_HOSTS.exchange}:${stage.exchange.port}`;
    return {
      ...stage,
      proxy,
      connect: `CONNECT ${TLS_HOSTS.exchange}:${stage.exchange.port}`,
      run: (changes?: Record<string, string>) =>
        stage.run({ 'exchange-url': exchangeUrl, timeout: '2s', ...changes }),
    };
  }

  test.each(['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'])(
    'named by %s carries exchange and revocation',
    async (variable) => {
      const { exchange, proxy, connect, run, post } = await behindProxy((url) => ({
        [variable]: url,
      }));

      expect(await run()).toMatchObject({ exitCode: 0, outputs: { source: 'oidc' } });
      expect(proxy.requests).toEqual([connect]);
      expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
      expect(proxy.requests).toEqual([connect, connect]);
      expect(exchange.revoked()).toEqual(exchange.granted);
    },
  );

  test.each([
    ['host:port', (url: string) => url.replace('http://', '')],
    ['host:port with a login', (url: string) => url.replace('http://', 'ada:s3cr%40t@')],
  ])('is read from %s, as curl reads it', async (_, form) => {
    const { exchange, proxy, connect, run } = await behindProxy((url) => ({
      HTTPS_PROXY: form(url).replace('127.0.0.1', 'localhost'),
    }));

    expect(await run()).toMatchObject({ exitCode: 0, outputs: { source: 'oidc' }, stderr: '' });
    expect(proxy.requests).toEqual([connect]);
    expect(exchange.exchanges()).toHaveLength(1);
  });

  test.each([
    ['HTTPS_PROXY', 'http://ada:can#ary@proxy.example.com:3128', /HTTPS_PROXY can't be read/],
    ['https_proxy', 'http://ada:12/canary@proxy.example.com', /https_proxy can't be read/],
    ['https_proxy', 'http://ada:canary%@proxy.example.com', /https_proxy can't be read/],
    ['HTTPS_PROXY', 'proxy.example.com:canary', /HTTPS_PROXY can't be read/],
    ['HTTPS_PROXY', 'canary://proxy.example.com', /HTTPS_PROXY can't be read/],
    ['ALL_PROXY', 'socks5://ada:canary@127.0.0.1:1080', /ALL_PROXY names a socks5 proxy/],
  ])('%s=%s is named, and nobody is asked', async (variable, value, words) => {
    const { proxy, exchange, run } = await behindProxy(() => ({ [variable]: value }));

    const main = await run();

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'proxy_invalid' } });
    expect(main.log).toMatch(words);
    expect(main.log).not.toContain('Trying again');
    expect(`${main.log}${main.summary}`).not.toMatch(/canary|can#ary/);
    expect([...proxy.requests, ...exchange.requests]).toEqual([]);
  });

  test.each([
    ['exchange', TLS_HOSTS.exchange],
    ['ID token service', TLS_HOSTS.issuer],
  ])('that demands a login for the %s is final at once, and named without it', async (_, host) => {
    const proxy = closing(await startProxy());
    proxy.demand('ada:s3cret');
    const { issuer, exchange, job } = await scene({
      tls: serverIdentity(),
      env: { ...trusting, HTTPS_PROXY: proxy.url.replace('//', '//ada:canary@') },
    });
    const named = (url: string) => url.replace('127.0.0.1', host);
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url } = issuer.environment;
    const isIssuer = host === TLS_HOSTS.issuer;

    const main = await job.run({
      with: { 'exchange-url': isIssuer ? exchange.url : named(exchange.url) },
      env: isIssuer ? { ACTIONS_ID_TOKEN_REQUEST_URL: named(url) } : {},
    });

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'proxy_refused' } });
    expect(proxy.requests).toHaveLength(1);
    expect(main.log).toContain(`The proxy ${proxy.url} (HTTPS_PROXY) demands a login`);
    expect(main.log).not.toMatch(/canary|GitHub/);
    expect(exchange.requests).toEqual([]);
  });

  test.each([
    [403, 'proxy_refused', 1],
    [405, 'proxy_refused', 1],
    [511, 'proxy_refused', 1],
    [302, 'proxy_refused', 1],
    [502, 'exchange_unreachable', 2],
    [503, 'exchange_unreachable', 2],
  ])('that answers %i to CONNECT: %s', async (status, code, atLeast) => {
    const proxy = closing(await startRefusingProxy(status));
    const { run } = await scene({ env: { https_proxy: proxy.url } });

    const main = await run({ 'exchange-url': 'https://exchange.invalid', timeout: '4s' });

    expect(main.outputs['error-code']).toBe(code);
    expect(main.log).toContain(`${proxy.url} (https_proxy)`);
    if (atLeast === 1) expect(proxy.requests).toHaveLength(1);
    else expect(proxy.requests.length).toBeGreaterThanOrEqual(atLeast);
  });

  test('that is not there is named, not who is behind it', async () => {
    const url = await refusedUrl();
    const { run } = await scene({ env: { https_proxy: url } });

    const main = await run({ 'exchange-url': 'https://exchange.invalid', timeout: '1s' });

    expect(main.outputs['error-code']).toBe('proxy_unreachable');
    expect(main.log).toContain(`The proxy ${url} (https_proxy) can't be reached`);
  });

  test('that demands a login is named by post, which asks it once', async () => {
    const { proxy, run, post } = await behindProxy((url) => ({
      https_proxy: url.replace('//', '//ada:s3cret@'),
    }));
    await run();
    proxy.demand('eve:another');

    const result = await post();

    expect(result.exitCode).toBe(0);
    expect(result.log).toMatch(/not revoked[\s\S]*the proxy .* demands a login/);
    expect(result.log).not.toContain('s3cret');
    expect(proxy.requests).toHaveLength(2);
  });

  test.each(['http_proxy', 'ALL_PROXY'])(
    'named by %s carries the request for an ID token without TLS',
    async (variable) => {
      const proxy = closing(await startProxy());
      proxy.demand('ada:s3cret');
      const { issuer, exchange, job } = await scene({
        env: { [variable]: proxy.url.replace('//', '//ada:s3cret@') },
      });
      const { ACTIONS_ID_TOKEN_REQUEST_URL: url } = issuer.environment;

      const main = await job.run({
        with: { 'exchange-url': exchange.url },
        env: { ACTIONS_ID_TOKEN_REQUEST_URL: url.replace('127.0.0.1', TLS_HOSTS.issuer) },
      });

      expect(main).toMatchObject({ exitCode: 0, outputs: { source: 'oidc' } });
      expect(proxy.requests).toEqual([`CONNECT ${TLS_HOSTS.issuer}:${new URL(url).port}`]);
    },
  );

  test('gets its own credentials from its URL', async () => {
    const { exchange, proxy, run } = await behindProxy((url) => ({
      https_proxy: url.replace('//', '//ada:s3cret@'),
    }));
    proxy.demand('ada:s3cret');

    expect(await run()).toMatchObject({ exitCode: 0, outputs: { source: 'oidc' }, stderr: '' });
    expect(exchange.exchanges()).toHaveLength(1);
  });

  test('is left out where no_proxy says so', async () => {
    const { proxy, run } = await behindProxy((url) => ({
      https_proxy: url,
      no_proxy: `elsewhere.example,${TLS_HOSTS.exchange}`,
    }));

    const main = await run();

    // The direct way ends at DNS, which knows no such name: the proxy was really left out.
    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'exchange_unreachable' } });
    expect(proxy.requests).toEqual([]);
  });

  test('does not make one host’s certificate good for another', async () => {
    const { exchange, run } = await behindProxy((url) => ({ https_proxy: url }));

    const main = await run({ 'exchange-url': `https://elsewhere.invalid:${exchange.port}` });

    expect(main.outputs['error-code']).toBe('exchange_certificate_untrusted');
    expect(exchange.requests).toEqual([]);
  });

  test('through which a variable does not switch verification off', async () => {
    const { exchange, run } = await behindProxy((https_proxy) => ({
      https_proxy,
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    }));

    const main = await run({ 'exchange-url': `https://elsewhere.invalid:${exchange.port}` });

    expect(main.outputs['error-code']).toBe('exchange_certificate_untrusted');
    expect(exchange.requests).toEqual([]);
  });

  test('that speaks TLS has to show its own certificate, not that of who is behind it', async () => {
    const proxy = closing(await startProxy(serverIdentity()));
    const stage = await scene({
      tls: serverIdentity(),
      env: { ...trusting, https_proxy: proxy.url.replace('//', '//ada:s3cret@') },
    });
    proxy.demand('ada:s3cret');
    const [known, unknown] = ['exchange.invalid', 'elsewhere.invalid'].map(
      (host) => `https://${host}:${stage.exchange.port}`,
    );

    const main = await stage.run({ 'exchange-url': known ?? '' });
    const other = await stage.run({ 'exchange-url': unknown ?? '' });

    expect(main).toMatchObject({ exitCode: 0, outputs: { source: 'oidc' }, stderr: '' });
    expect(other.outputs['error-code']).toBe('exchange_certificate_untrusted');
    expect(proxy.requests).toHaveLength(2);
  });

  test('whose certificate nobody trusts is named, and asked once', async () => {
    const proxy = closing(await startProxy(serverIdentity()));
    const { run } = await scene({ env: { https_proxy: proxy.url } });

    const main = await run({ 'exchange-url': 'https://exchange.invalid' });

    expect(main.outputs['error-code']).toBe('proxy_unreachable');
    expect(main.log).toMatch(/The proxy .*certificate was not accepted/);
    expect(main.log).not.toContain('Trying again');
  });

  test('that never answers keeps nobody waiting', async () => {
    const proxy = closing(await startRefusingProxy());
    const { run } = await scene({ env: { https_proxy: proxy.url } });

    const main = await run({ 'exchange-url': 'https://exchange.invalid', timeout: '2s' });

    expect(main.outputs['error-code']).toBe('exchange_timeout');
    expect(main.log).toContain(`through the proxy ${proxy.url} (https_proxy)`);
    expect(main.duration).toBeLessThan(20_000);
  });

  (onIpv6() ? test : test.skip)('at an IPv6 address is reached', async () => {
    const { exchange, proxy, connect, job, inputs } = await behindProxy(() => ({}));
    const relay = closing(await startTcpRelay(proxy.port, '::1'));

    const main = await job.run({
      with: inputs({ 'exchange-url': `https://${TLS_HOSTS.exchange}:${exchange.port}` }),
      env: { https_proxy: `http://[::1]:${relay.port}` },
    });

    expect(main).toMatchObject({ exitCode: 0, outputs: { source: 'oidc' } });
    expect(proxy.requests).toEqual([connect]);
  });

  test('is not asked for an IPv6 address: the message says so', async () => {
    const { proxy, run } = await behindProxy((https_proxy) => ({ https_proxy }));

    const main = await run({ 'exchange-url': 'https://[2001:db8::1]' });

    expect(main.outputs['error-code']).toBe('proxy_invalid');
    expect(main.log).toMatch(/https_proxy .*IPv6/);
    expect(proxy.requests).toEqual([]);
  });

  test.each(['', '1'])(
    'is not asked for loopback addresses (NODE_USE_ENV_PROXY=%j)',
    async (NODE_USE_ENV_PROXY) => {
      const proxy = closing(await startProxy());
      const { exchange, run } = await scene({
        env: {
          NODE_USE_ENV_PROXY,
          http_proxy: proxy.url,
          https_proxy: proxy.url,
          HTTP_PROXY: proxy.url,
        },
      });

      expect(await run()).toMatchObject({ exitCode: 0 });
      expect(exchange.exchanges()).toHaveLength(1);
      expect(proxy.requests).toEqual([]);
    },
  );

  test('that nobody has configured, and that demands a login all the same, is final', async () => {
    const { exchange, run } = await scene();
    exchange.always(EXCHANGE_ROUTES.token, text(407, ''));

    const main = await run();

    expect(main.outputs['error-code']).toBe('proxy_refused');
    expect(exchange.exchanges()).toHaveLength(1);
  });

  test('does not keep the step from ending', async () => {
    const { exchange, run } = await behindProxy((url) => ({ https_proxy: url }));
    exchange.always(EXCHANGE_ROUTES.token, json(400, { error: 'invalid_target' }));

    const main = await run();

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'exchange_refused' } });
  });
});
