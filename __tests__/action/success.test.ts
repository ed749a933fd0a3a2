import { expect, test } from '@jest/globals';
import { json } from '../support/answers.ts';
import { EXCHANGE_ROUTES, tokenResponse } from '../support/exchange-double.ts';
import { ISSUER_ROUTES } from '../support/github-issuer.ts';
import { filesBelow, leakedInUrls, leaks } from '../support/leaks.ts';
import { scenes } from '../support/scene.ts';

const { scene } = scenes();

test('a job shows its claims and gets a build token with two requests in all', async () => {
  const { issuer, exchange, run } = await scene();

  const main = await run();

  expect(main).toMatchObject({ exitCode: 0, stderr: '' });
  expect(main.outputs.token).toBe(exchange.granted[0]);
  expect(issuer.requests).toHaveLength(1);
  expect(exchange.requests).toHaveLength(1);
});

test('the exchange request is the one of RFC 8693', async () => {
  const { issuer, exchange, run } = await scene();

  await run({ permissions: 'push, pull', lifetime: '45m' });

  const [request] = exchange.requestsTo(EXCHANGE_ROUTES.token);
  expect(request?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded\b/);
  expect(Object.fromEntries(exchange.exchanges()[0] ?? [])).toEqual({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: issuer.issued[0],
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    resource: `${exchange.url}/acme/web`,
    scope: 'push pull',
    lifetime: '2700',
  });
});

test('without project, permissions and lifetime, the exchange decides', async () => {
  const { exchange, run } = await scene();

  await run({ project: '' });

  const [form] = exchange.exchanges();
  expect([form?.has('resource'), form?.has('scope'), form?.has('lifetime')]).toEqual([
    false,
    false,
    false,
  ]);
});

test.each(['acme/web, acme/api', 'acme/web\nacme/api'])('several projects: %j', async (project) => {
  const { exchange, run } = await scene();

  await run({ project });

  const resources = exchange.exchanges()[0]?.getAll('resource');
  expect(resources).toEqual([`${exchange.url}/acme/web`, `${exchange.url}/acme/api`]);
});

test('the ID token is made out to the exchange, or to the audience that was asked for', async () => {
  const { issuer, exchange, run } = await scene();

  await run();
  await run({ audience: 'https://elsewhere.example/?a=b&c d' });

  const audiences = issuer
    .requestsTo(ISSUER_ROUTES.idToken)
    .map(({ query }) => query.get('audience'));
  expect(audiences).toEqual([exchange.url, 'https://elsewhere.example/?a=b&c d']);
});

test('DOCKPASS_URL stands in for exchange-url, with or without a trailing slash', async () => {
  const { exchange, job } = await scene();

  const main = await job.run({
    with: { project: 'acme/web' },
    env: { DOCKPASS_URL: `${exchange.url}/` },
  });

  expect(main.exitCode).toBe(0);
  expect(exchange.exchanges()[0]?.get('resource')).toBe(`${exchange.url}/acme/web`);
});

test('every output is set', async () => {
  const { exchange, run } = await scene();
  const before = Date.now();

  const { outputs } = await run();

  expect(outputs).toMatchObject({
    token: exchange.granted[0],
    authenticated: 'true',
    source: 'oidc',
    'expires-in': '3600',
    projects: 'acme/web',
    username: 'x-token',
    reference: tokenResponse().reference,
    'error-code': '',
  });
  expect(outputs.permissions?.split(/[\s,]+/)).toEqual(['build', 'push', 'pull']);
  expect(outputs['expires-at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);
  const lifetime = (Date.parse(outputs['expires-at'] ?? '') - before) / 1000;
  expect(lifetime).toBeGreaterThan(3590);
  expect(lifetime).toBeLessThan(3630);
});

test('later steps find the build token in BUILD_TOKEN, or wherever export-env says', async () => {
  const { exchange, run } = await scene();

  const byDefault = await run();
  const named = await run({ 'export-env': 'DEPOT_TOKEN' });
  const outputOnly = await run({ 'export-env': '' });

  expect(byDefault.exported).toEqual({ BUILD_TOKEN: exchange.granted[0] });
  expect(named.exported).toEqual({ DEPOT_TOKEN: exchange.granted[1] });
  expect(outputOnly.exported).toEqual({});
  expect(outputOnly.outputs.token).toBe(exchange.granted[2]);
});

test('masks the ID token, the build token and the pair that Docker stores, and nothing else', async () => {
  const { issuer, exchange, run } = await scene();

  const { masks } = await run();

  const [token] = exchange.granted;
  const pair = Buffer.from(`x-token:${token}`).toString('base64');
  expect(new Set(masks)).toEqual(new Set([issuer.issued[0], token, pair]));
});

test('no secret is in the log, the summary, a URL or a file of the job', async () => {
  const { issuer, exchange, job, run } = await scene({ env: { RUNNER_DEBUG: '1' } });

  const main = await run();

  const [idToken = '', buildToken = ''] = [issuer.issued[0], exchange.granted[0]];
  const requestToken = issuer.environment.ACTIONS_ID_TOKEN_REQUEST_TOKEN;
  expect(leaks(main, idToken)).toEqual([]);
  expect(leaks(main, requestToken)).toEqual([]);
  expect(leaks(main, buildToken)).toEqual(['outputs', 'environment', 'state']);
  for (const secret of [idToken, buildToken, requestToken])
    expect([...leakedInUrls(issuer, secret), ...leakedInUrls(exchange, secret)]).toEqual([]);
  expect(await filesBelow(job.workspace)).toEqual({});
  expect(await filesBelow(job.temp)).toEqual({});
});

test('the summary says project, permissions and expiry', async () => {
  const { run } = await scene();

  const { summary, outputs } = await run();

  for (const word of ['acme/web', 'build', 'push', 'pull']) expect(summary).toContain(word);
  expect(summary).toContain(outputs['expires-at']?.slice(0, 10));
});

test('the grant decides what the outputs say, not what was asked for', async () => {
  const { exchange, run } = await scene();
  const granted = tokenResponse({
    access_token: 'dpb_narrower_than_asked',
    expires_in: 600,
    scope: 'pull',
    grants: [{ project: 'acme/web', permissions: ['pull'] }],
  });
  exchange.script(EXCHANGE_ROUTES.token, json(200, granted));

  const { outputs } = await run({ lifetime: '2h' });

  expect(outputs).toMatchObject({ permissions: 'pull', 'expires-in': '600' });
});
