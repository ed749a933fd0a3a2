import { afterEach, expect, test } from '@jest/globals';
import { openSqliteStore } from '../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import { json } from '../support/answers.ts';
import { ISSUER_ROUTES, startGitHubIssuer } from '../support/github-issuer.ts';
import { Installation } from '../support/installation.ts';
import { refusedUrl } from '../support/loopback.ts';
import { type RecordingProxy, startProxy } from '../support/proxy.ts';
import { PRIVATE_CA_FILE, serverIdentity, TLS_HOSTS } from '../support/tls.ts';
import { exchangeForm, send } from './service.ts';
import { applyTrust } from './trusted.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function proxied(): Promise<RecordingProxy> {
  const proxy = await startProxy();
  closing.push(() => proxy.close());
  return proxy;
}

/** What an exchange says that trusts an issuer whose name only a proxy can resolve, and its log. */
async function exchangeWith(settings: Record<string, string>) {
  const issuer = await startGitHubIssuer({ tls: serverIdentity() });
  closing.push(() => issuer.close());
  const url = `https://${TLS_HOSTS.issuer}:${issuer.port}`;
  const document = { issuer: url, jwks_uri: `${url}/.well-known/jwks` };
  issuer.script(ISSUER_ROUTES.discovery, json(200, document));
  const installation = await Installation.prepare({
    NODE_EXTRA_CA_CERTS: PRIVATE_CA_FILE,
    ...settings,
  });
  closing.push(() => installation.remove());
  const path = `${installation.folder}/dockpass.db`;
  const store = await openSqliteStore({ path, random: systemRandom });
  await applyTrust(store, url, [{}]);
  await store.close();
  await installation.start();
  const subject_token = issuer.sign(installation.url, { iss: url });
  const { status, body } = await send(
    installation.url + PATHS.token,
    exchangeForm({ subject_token }),
  );
  // Lines are written in the background, and all of them before it ends.
  await installation.stop();
  return { status, reason: body.reason, log: installation.log, port: issuer.port };
}

test.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY'])(
  'the keys of an issuer are fetched through %s, which may lack its scheme',
  async (name) => {
    const proxy = await proxied();
    proxy.demand('me:canary');
    const { port, ...answer } = await exchangeWith({ [name]: `me:canary@127.0.0.1:${proxy.port}` });
    expect(answer.log).not.toContain('canary');
    expect(answer).toMatchObject({ status: 200 });
    const connect = `CONNECT ${TLS_HOSTS.issuer}:${port}`;
    expect(new Set(proxy.requests)).toEqual(new Set([connect]));
  },
);

test('a proxy that turns the exchange away is named without its password, and so is what it said', async () => {
  const proxy = await proxied();
  proxy.demand('me:right');
  const { status, reason, log } = await exchangeWith({
    HTTPS_PROXY: `http://me:canary@127.0.0.1:${proxy.port}`,
  });
  expect([status, reason]).toEqual([503, 'issuer_unavailable']);
  expect(log).toContain(`HTTPS_PROXY is http://127.0.0.1:${proxy.port}`);
  expect(log).toContain('the proxy answered 407');
  expect(log).not.toContain('canary');
});

test('a proxy that is not there is named', async () => {
  const { host } = new URL(await refusedUrl());
  const { status, log } = await exchangeWith({ HTTPS_PROXY: `http://${host}` });
  expect(status).toBe(503);
  expect(log).toContain(`ECONNREFUSED ${host}`);
  expect(log).toContain(`HTTPS_PROXY is http://${host}`);
});

test.each(['invalid', '.invalid', `other.example, ${TLS_HOSTS.issuer}`, '*'])(
  'with NO_PROXY=%s the issuer is asked without the proxy',
  async (NO_PROXY) => {
    const proxy = await proxied();
    const { status, log } = await exchangeWith({ HTTPS_PROXY: proxy.url, NO_PROXY });
    expect(status).toBe(503);
    expect(log).toContain(`ENOTFOUND ${TLS_HOSTS.issuer}`);
    expect(proxy.requests).toEqual([]);
  },
);
