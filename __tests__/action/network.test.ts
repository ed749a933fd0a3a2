import { describe, expect, test } from '@jest/globals';
import { json } from '../support/answers.ts';
import { EXCHANGE_ROUTES } from '../support/exchange-double.ts';
import { startProxy } from '../support/proxy.ts';
import type { Environment } from '../support/runner/environment.ts';
import { scenes } from '../support/scene.ts';
import { PRIVATE_CA_FILE, serverIdentity, TLS_HOSTS } from '../support/tls.ts';

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
});

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

  test.each(['https_proxy', 'HTTPS_PROXY'])(
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

  test('that refuses is named as the cause', async () => {
    const { proxy, exchange, run } = await behindProxy((url) => ({
      https_proxy: url.replace('//', '//nobody:wrong@'),
    }));
    proxy.demand('ada:s3cret');

    const main = await run();

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'exchange_unreachable' } });
    expect(main.log).toMatch(/proxy/i);
    expect(main.log).not.toContain('wrong');
    expect(exchange.requests).toEqual([]);
  });

  test('does not make one host’s certificate good for another', async () => {
    const { exchange, run } = await behindProxy((url) => ({ https_proxy: url }));

    const main = await run({ 'exchange-url': `https://elsewhere.invalid:${exchange.port}` });

    expect(main.outputs['error-code']).toBe('exchange_certificate_untrusted');
    expect(exchange.requests).toEqual([]);
  });

  test('is not asked for loopback addresses', async () => {
    const proxy = closing(await startProxy());
    const { exchange, run } = await scene({
      env: { http_proxy: proxy.url, https_proxy: proxy.url, HTTP_PROXY: proxy.url },
    });

    expect(await run()).toMatchObject({ exitCode: 0 });
    expect(exchange.exchanges()).toHaveLength(1);
    expect(proxy.requests).toEqual([]);
  });

  test('does not keep the step from ending', async () => {
    const { exchange, run } = await behindProxy((url) => ({ https_proxy: url }));
    exchange.always(EXCHANGE_ROUTES.token, json(400, { error: 'invalid_target' }));

    const main = await run();

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'exchange_refused' } });
  });
});
