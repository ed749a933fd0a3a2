import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import {
  type Answer,
  cutOff,
  drip,
  html,
  json,
  redirect,
  reset,
  silence,
  text,
} from '../support/answers.ts';
import { EXCHANGE_ROUTES } from '../support/exchange-double.ts';
import { leaks } from '../support/leaks.ts';
import { refusedUrl } from '../support/loopback.ts';
import { type PhaseResult, REPOSITORY } from '../support/runner.ts';
import { scenes } from '../support/scene.ts';
import { together } from '../support/together.ts';

/** Milliseconds that post may need in the worst case, a slow machine included. */
const BOUND = 20_000;

const { scene } = scenes();

function warnings({ commands }: PhaseResult) {
  return commands.filter(({ name }) => name === 'warning' || name === 'error');
}

const echo: Answer = (response, request) => json(400, { error: request.body })(response, request);

test('post revokes the build token with one request, RFC 7009', async () => {
  const { issuer, exchange, run, post } = await scene();
  await run();
  const before = issuer.requests.length + exchange.requests.length;

  const result = await post();

  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(warnings(result)).toEqual([]);
  expect(exchange.revoked()).toEqual(exchange.granted);
  expect(issuer.requests.length + exchange.requests.length).toBe(before + 1);
  expect(leaks(result, exchange.granted[0] ?? '')).toEqual([]);
});

test('post takes everything from state: inputs and variables may be gone or changed', async () => {
  const { exchange, job, run, post } = await scene();
  await run();
  const elsewhere = await refusedUrl();
  job.exported.BUILD_TOKEN = 'overwritten';

  const result = await post({
    'INPUT_EXCHANGE-URL': elsewhere,
    INPUT_PROTOCOL: 'depot',
    INPUT_REVOKE: 'false',
    INPUT_TIMEOUT: 'nonsense',
    DOCKPASS_URL: elsewhere,
    ACTIONS_ID_TOKEN_REQUEST_URL: undefined,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined,
  });

  expect(result.exitCode).toBe(0);
  expect(warnings(result)).toEqual([]);
  expect(exchange.revoked()).toEqual(exchange.granted);
});

test.each([
  ['expired', json(400, { error: 'invalid_request', error_description: 'The token has expired.' })],
  ['unknown', json(400, { error: 'invalid_token', error_description: 'No such token.' })],
  ['unknown, answered with 404', json(404, { error: 'invalid_token' })],
  ['unknown, answered with 401', json(401, { error: 'invalid_token' })],
])('an already dead token (%s) is as good as revoked', async (_, answer) => {
  const { exchange, run, post } = await scene();
  await run();
  exchange.always(EXCHANGE_ROUTES.revoke, answer);

  const result = await post();

  expect(result.exitCode).toBe(0);
  expect(warnings(result)).toEqual([]);
  expect(exchange.revoked()).toHaveLength(1);
});

test.each([
  ['a proxy that has no such path', html(404)],
  ['a server that has no such path, with an empty object', json(404, {})],
  ['a framework that has no such path', json(404, { error: 'Not Found', statusCode: 404 })],
  ['an exchange that has no such path', json(404, { error: 'not_found' })],
  ['a gateway that wants a login', json(401, { error: 'invalid_client' })],
  ['an exchange that revokes no such tokens', json(400, { error: 'unsupported_token_type' })],
  ['a server that echoes the request', echo],
])('%s has not revoked: a warning says so', async (_, answer) => {
  const { exchange, run, post } = await scene();
  await run();
  exchange.always(EXCHANGE_ROUTES.revoke, answer);

  const result = await post();

  expect(result.exitCode).toBe(0);
  expect(warnings(result)).toMatchObject([{ name: 'warning' }]);
  expect(result.stdout).not.toContain(exchange.granted[0]);
});

test('a passing fault is ridden out', async () => {
  const { exchange, run, post } = await scene();
  await run();
  exchange.script(EXCHANGE_ROUTES.revoke, reset(), text(503, ''));

  const result = await post();

  expect(result.exitCode).toBe(0);
  expect(warnings(result)).toEqual([]);
  expect(exchange.revoked()).toHaveLength(3);
});

test('an exchange out of order gets a warning, within bounds, and never fails the job', async () => {
  const outages = {
    silent: silence(),
    dripping: drip(),
    resetting: reset(),
    failing: text(500, ''),
    'cutting off': cutOff('{"ok": true}'),
  };
  await together(outages, async (answer) => {
    const { exchange, run, post } = await scene();
    await run();
    exchange.always(EXCHANGE_ROUTES.revoke, answer);

    const result = await post();

    expect(result.exitCode).toBe(0);
    expect(result.duration).toBeLessThan(BOUND);
    expect(warnings(result)).toMatchObject([{ name: 'warning' }]);
    expect(exchange.revoked().length).toBeGreaterThan(0);
    expect(leaks(result, exchange.granted[0] ?? '')).toEqual([]);
  });
}, 60_000);

test('a dead exchange gets a warning, within bounds, and never fails the job', async () => {
  const { exchange, run, post } = await scene();
  await run();
  await exchange.close();

  const result = await post();

  expect(result.exitCode).toBe(0);
  expect(result.duration).toBeLessThan(BOUND);
  expect(warnings(result)).toMatchObject([{ name: 'warning' }]);
});

test('a redirect gets a warning and takes the token nowhere', async () => {
  await together({ '301': 301, '302': 302, '303': 303, '307': 307, '308': 308 }, async (status) => {
    const { issuer, exchange, run, post } = await scene();
    await run();
    const before = issuer.requests.length;
    exchange.always(EXCHANGE_ROUTES.revoke, redirect(status, `${issuer.url}/oauth/revoke`));

    const result = await post();

    expect(result.exitCode).toBe(0);
    expect(warnings(result)).toMatchObject([{ name: 'warning' }]);
    expect(issuer.requests).toHaveLength(before);
  });
});

test('a variable that cannot be emptied gets a warning, and the token is revoked', async () => {
  const { exchange, run, post } = await scene();
  await run();

  const result = await post({}, ['env']);

  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(warnings(result)).toMatchObject([{ name: 'warning' }]);
  expect(exchange.revoked()).toEqual(exchange.granted);
});

test('with revoke: false the token lives until it expires', async () => {
  const { exchange, run, post } = await scene();
  await run({ revoke: 'false' });

  expect(await post()).toMatchObject({ exitCode: 0 });
  expect(exchange.revoked()).toEqual([]);
});

test('a step that leaves nothing to take back saves no state, so that post loads nothing', async () => {
  const { run } = await scene();

  const main = await run({ revoke: 'false', 'export-env': '' });

  expect(main).toMatchObject({ exitCode: 0, outputs: { source: 'oidc' } });
  expect(main.state).toEqual({});
});

test('post with nothing to do asks nobody, says nothing and exits 0', async () => {
  const { issuer, exchange, run, post } = await scene({ idToken: false });
  await run({ 'on-unavailable': 'skip' });

  const result = await post();

  expect(result).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  expect([...issuer.requests, ...exchange.requests]).toEqual([]);
});

/** Has Node write to standard error, as JSON, which modules the program has asked for. */
const TELL_MODULES = `
  import { registerHooks } from 'node:module';
  const asked = [];
  const resolve = (specifier, context, next) => {
    const resolved = next(specifier, context);
    asked.push(resolved.url);
    return resolved;
  };
  registerHooks({ resolve });
  process.on('exit', () => process.stderr.write(JSON.stringify(asked)));
`;
const TELLING_MODULES = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL_MODULES)}`,
};

test('post with nothing to do loads nothing but its entry', async () => {
  const { run, post } = await scene({ idToken: false });
  await run({ 'on-unavailable': 'skip' });

  const { stderr } = await post(TELLING_MODULES);

  const entry = pathToFileURL(join(REPOSITORY, 'dist/post/index.js')).href;
  expect(JSON.parse(stderr)).toEqual([entry, 'node:module']);
});

test('post with something to do loads what it takes, and could be seen to', async () => {
  const { run, post } = await scene();
  await run();

  const { stderr } = await post(TELLING_MODULES);

  expect(JSON.parse(stderr)).toEqual(expect.arrayContaining(['node:crypto', 'node:https']));
});

test('post after a refusal asks nobody', async () => {
  const { exchange, run, post } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, json(400, { error: 'invalid_target' }));
  await run();

  expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
  expect(exchange.revoked()).toEqual([]);
});
