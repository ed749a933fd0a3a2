import { expect, test } from '@jest/globals';
import { json, reset, text } from '../support/answers.ts';
import { EXCHANGE_ROUTES } from '../support/exchange-double.ts';
import { ISSUER_ROUTES } from '../support/github-issuer.ts';
import { startProxy } from '../support/proxy.ts';
import { scenes } from '../support/scene.ts';

const { scene, closing } = scenes();

/** What a workflow with `depot/*` actions would write. */
const depot = { protocol: 'depot', project: '', 'export-env': 'DEPOT_TOKEN' };

test('the exchange is the one of Depot’s own actions', async () => {
  const { issuer, exchange, run } = await scene();

  const main = await run(depot);

  const [request] = exchange.requestsTo(EXCHANGE_ROUTES.depot);
  expect(exchange.requests).toHaveLength(1);
  expect(request?.headers['content-type']).toMatch(/^application\/json\b/);
  expect(JSON.parse(request?.body ?? '')).toEqual({ token: issuer.issued[0] });
  expect(main).toMatchObject({
    exitCode: 0,
    exported: { DEPOT_TOKEN: exchange.granted[0] },
    outputs: { token: exchange.granted[0], source: 'oidc', username: 'x-token' },
  });
});

test.each([
  ['says nothing', {}, 'a build token for this job; its lifetime is unknown.'],
  ['names projects only', { projects: ['acme/lib'] }, 'for acme/lib; its lifetime is unknown.'],
])('an answer that %s is told as it is', async (_, members, words) => {
  const { exchange, run } = await scene();
  const answer = { ok: true, token: 'depot_token_of_a_job', ...members };
  exchange.script(EXCHANGE_ROUTES.depot, json(200, answer));

  const { log, summary } = await run(depot);

  expect(log).toContain(words);
  expect(`${log}${summary}`).not.toMatch(/\(\)|until the exchange/);
});

test('masks as ever', async () => {
  const { exchange, run } = await scene();

  const { masks } = await run(depot);

  const [token] = exchange.granted;
  const pair = Buffer.from(`x-token:${token}`).toString('base64');
  expect(masks).toEqual(expect.arrayContaining([token, pair]));
});

test('post does not revoke at Depot, which knows no revocation', async () => {
  const { exchange, run, post } = await scene();
  await run(depot);

  expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
  expect(exchange.revoked()).toEqual([]);
});

test('without an exchange-url it goes to github.depot.dev, with Depot’s audience', async () => {
  const proxy = closing(await startProxy());
  const { issuer, run } = await scene({ env: { https_proxy: proxy.url } });
  proxy.demand('nobody:gets-through');

  await run({ ...depot, 'exchange-url': '', timeout: '1s' });

  expect(new Set(proxy.requests)).toEqual(new Set(['CONNECT github.depot.dev:443']));
  const [request] = issuer.requestsTo(ISSUER_ROUTES.idToken);
  expect(request?.query.get('audience')).toBe('https://depot.dev');
});

test('DOCKPASS_URL does not redirect a step that speaks to Depot', async () => {
  const proxy = closing(await startProxy());
  const { exchange } = await scene();
  const env = { https_proxy: proxy.url, DOCKPASS_URL: exchange.url };
  const { run } = await scene({ env });
  proxy.demand('nobody:gets-through');

  await run({ ...depot, 'exchange-url': '', timeout: '1s' });

  expect(proxy.requests[0]).toBe('CONNECT github.depot.dev:443');
  expect(exchange.requests).toEqual([]);
});

test.each([
  ['{"ok": false}', 'exchange_refused', json(200, { ok: false, error: 'Invalid token' })],
  ['401', 'exchange_refused', json(401, { ok: false, error: 'Invalid token' })],
  ['a reason', 'no_trust_relationship', json(400, refusedBecause('no_trust_relationship'))],
  ['an empty token', 'exchange_answer_invalid', json(200, { ok: true, token: '' })],
  ['no token', 'exchange_answer_invalid', json(200, { ok: true })],
  ['two lines', 'exchange_answer_invalid', json(200, { ok: true, token: 'a\nb' })],
  ['no ok', 'exchange_answer_invalid', text(200, '"token"')],
])('an answer with %s: %s, not tried again', async (_, code, answer) => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.depot, answer);

  const main = await run(depot);

  expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': code, source: 'none' } });
  expect(main.exported).toEqual({});
  expect(exchange.requests).toHaveLength(1);
});

test('a network fault is tried again with a fresh ID token', async () => {
  const { issuer, exchange, run } = await scene();
  exchange.script(EXCHANGE_ROUTES.depot, reset());

  expect(await run(depot)).toMatchObject({ exitCode: 0 });
  expect(new Set(issuer.issued).size).toBe(2);
  expect(exchange.requestsTo(EXCHANGE_ROUTES.depot)).toHaveLength(2);
});

function refusedBecause(reason: string) {
  return { ok: false, error: 'Refused.', reason, reference: '019a0000', claims: [] };
}
