import { generateKeyPairSync } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  type Answer,
  cutOff,
  html,
  huge,
  json,
  redirect,
  silence,
  slow,
  text,
} from '../../support/answers.ts';
import {
  CREDENTIALS_ROUTE,
  type CredentialsOptions,
  problem,
} from '../../support/builder/credentials-double.ts';
import { EXCHANGE_ROUTES, tokenResponse } from '../../support/exchange-double.ts';
import { filesBelow } from '../../support/leaks.ts';
import type { PhaseResult } from '../../support/runner.ts';
import { together } from '../../support/together.ts';
import { type BuilderScene, builderScenes, OUTPUTS } from './builder-scene.ts';

const { builderScene } = builderScenes();

/** Neither the builder nor the disk has seen anything; the token stays with the later steps. */
async function expectFailure(stage: BuilderScene, main: PhaseResult, code: string): Promise<void> {
  expect({ exitCode: main.exitCode, code: main.outputs['error-code'] }).toEqual({
    exitCode: 1,
    code,
  });
  expect(main.outputs).toMatchObject({ authenticated: 'true', token: stage.exchange.granted[0] });
  for (const name of OUTPUTS) expect(main.outputs[name] ?? '').toBe('');
  expect(main.commands.filter(({ name }) => name === 'error')).toHaveLength(1);
  expect(stage.builder.connections()).toBe(0);
  expect(await filesBelow(stage.job.temp)).toEqual({});
}

test.each([
  [409, 'builder_not_configured'],
  [403, 'permission_not_granted'],
  [403, 'project_not_granted'],
  [401, 'token_revoked'],
  [400, 'malformed_request'],
])('a refusal (HTTP %i, %s) is final, and its reason is the error code', async (status, reason) => {
  const stage = await builderScene();
  stage.exchange.always(CREDENTIALS_ROUTE, problem(status, reason));

  const main = await stage.runFor();

  await expectFailure(stage, main, reason);
  expect(stage.asked()).toHaveLength(1);
  expect(main.outputs.reference).toBe('019a0000-0000-7000-8000-00000000dead');
  expect(main.log).toContain('Set the builder of acme/web first.');
});

test('without `build` the next step is not to ask for fewer permissions', async () => {
  const stage = await builderScene();
  stage.exchange.always(CREDENTIALS_ROUTE, problem(403, 'permission_not_granted'));

  const { summary } = await stage.runFor();

  expect(summary).toContain('add <code>build</code>');
});

test('an outage is waited for: the second or third request gets the credentials', async () => {
  const stage = await builderScene();
  const busy = problem(503, 'store_unavailable', { 'retry-after': '0' });
  stage.exchange.script(CREDENTIALS_ROUTE, busy, cutOff('{"project": "acme/web"}'));

  const main = await stage.runFor();

  expect(main).toMatchObject({ exitCode: 0, stderr: '' });
  expect(stage.asked()).toHaveLength(3);
  expect(stage.issuer.issued).toHaveLength(1);
});

test('an exchange that gives no answer to this request is left when the deadline has come', async () => {
  const cases: Record<string, { code: string; answer: Answer }> = {
    silent: { code: 'builder_credentials_unavailable', answer: silence() },
    '503 for ever': { code: 'builder_credentials_unavailable', answer: text(503, '') },
    '503 with a reason': { code: 'store_unavailable', answer: problem(503, 'store_unavailable') },
    'too many': { code: 'rate_limited', answer: problem(429, 'rate_limited') },
    'cut off': { code: 'builder_credentials_unavailable', answer: cutOff('{"project": "a/b"}') },
  };
  await together(cases, async ({ code, answer }) => {
    const stage = await builderScene();
    stage.exchange.always(CREDENTIALS_ROUTE, answer);

    await expectFailure(stage, await stage.runFor({ timeout: '6s' }), code);
  });
});

test('the deadline is that of the whole step: what the exchange has used up is gone', async () => {
  const stage = await builderScene();
  stage.exchange.script(EXCHANGE_ROUTES.token, slow(3_000, json(200, tokenResponse())));
  stage.exchange.always(CREDENTIALS_ROUTE, silence());

  const { log } = await stage.runFor({ timeout: '5s' });

  const [, within] = /no complete answer came within ([\d.]+) s/.exec(log) ?? [];
  expect(Number(within)).toBeLessThanOrEqual(2);
});

test.each<[string, string, Answer]>([
  ['20 MB', 'exchange_answer_too_large', huge(20_000_000, {})],
  ['an HTML page with status 201', 'exchange_answer_invalid', html(201)],
  ['an HTML page with status 404', 'exchange_answer_invalid', html(404)],
  ['an empty body', 'exchange_answer_invalid', text(201, '')],
  ['an array', 'exchange_answer_invalid', json(201, [])],
  ['status 200', 'exchange_answer_invalid', json(200, {})],
])('an answer with %s: %s', async (_, code, answer) => {
  const stage = await builderScene();
  stage.exchange.always(CREDENTIALS_ROUTE, answer);

  await expectFailure(stage, await stage.runFor(), code);
});

test('a redirect takes the build token nowhere', async () => {
  const stage = await builderScene();
  const elsewhere = await builderScene();
  stage.exchange.always(CREDENTIALS_ROUTE, redirect(307, `${elsewhere.exchange.url}/api`));

  await expectFailure(stage, await stage.runFor(), 'exchange_redirected');
  expect(elsewhere.exchange.requests).toEqual([]);
});

/** Of nobody here. */
function strangersKey(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

const UNUSABLE: Record<string, CredentialsOptions> = {
  'a certificate for another key': { publicKey: strangersKey() },
  'a certificate for another project': { certified: 'acme/api' },
  'a certificate for a project with the same prefix': { certified: 'acme/web-admin' },
  'another project': { changes: { project: 'acme/api' }, certified: 'acme/api' },
  'a project that is a path': { changes: { project: '../../acme' } },
  'no certificate': { changes: { certificate: undefined } },
  'a certificate that is text': { changes: { certificate: 'certificate' } },
  'an empty PEM block': {
    changes: { certificate: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' },
  },
  'a private key among the authorities': {
    changes: { server_ca: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' },
  },
  'broken base64 among the authorities': {
    changes: { server_ca: '-----BEGIN CERTIFICATE-----\nMIIB!\n-----END CERTIFICATE-----\n' },
  },
  'no authorities': { changes: { server_ca: '' } },
  'an endpoint that is no tcp URL': { changes: { endpoint: 'unix:///run/buildkit.sock' } },
  'an endpoint that runs a program': { changes: { endpoint: 'ssh://root@10.0.0.1' } },
  'an endpoint with a path': { changes: { endpoint: 'tcp://127.0.0.1:1234/../x' } },
  'an endpoint without a port': { changes: { endpoint: 'tcp://127.0.0.1' } },
  'an endpoint with port 0': { changes: { endpoint: 'tcp://127.0.0.1:0' } },
  'an endpoint of two lines': { changes: { endpoint: 'tcp://127.0.0.1:1\n::warning::x' } },
  'a server name that is another option': { changes: { server_name: 'b,cacert=/etc/passwd' } },
  'a server name of two lines': { changes: { server_name: 'builder.test\nkey=/x' } },
  'no server name': { changes: { server_name: '' } },
};

test('an answer that does not fit what was asked for is not used', async () => {
  const stage = await builderScene();
  for (const [name, options] of Object.entries(UNUSABLE)) {
    stage.answering({}, options);
    const main = await stage.runFor();
    expect([name, main.outputs['error-code'], main.exitCode]).toEqual([
      name,
      'exchange_answer_invalid',
      1,
    ]);
    expect(main.commands.filter((command) => command.name === 'warning')).toEqual([]);
  }
  expect(stage.asked()).toHaveLength(Object.keys(UNUSABLE).length);
  expect(stage.builder.connections()).toBe(0);
  expect(await filesBelow(stage.job.temp)).toEqual({});
});

test('a token that may build in several projects: `project` has to say which', async () => {
  const grants = ['acme/api', 'acme/web'].map((project) => ({ project, permissions: ['build'] }));
  const stage = await builderScene();
  const answer = { ...tokenResponse({ access_token: 'dpb_opens_several_projects' }), grants };
  stage.exchange.always(EXCHANGE_ROUTES.token, json(200, answer));

  const main = await stage.runFor({ project: '' });

  expect(main.outputs).toMatchObject({ 'error-code': 'inputs_invalid', authenticated: 'true' });
  expect(main.log).toMatch(/acme\/api, acme\/web[\s\S]*Next: Set `project`/);
  expect(stage.asked()).toEqual([]);
});

test('inputs that no builder goes with are all named, and nothing is asked for', async () => {
  const stage = await builderScene();

  const several = await stage.runFor({ project: 'acme/api, acme/web', permissions: 'push, pull' });
  const depot = await stage.runFor({ protocol: 'depot', project: '' });
  const odd = await stage.runFor({ builder: 'yes' });

  for (const { outputs } of [several, depot, odd])
    expect(outputs).toMatchObject({ 'error-code': 'inputs_invalid', authenticated: 'false' });
  expect(several.log).toMatch(/`builder` needs one project[\s\S]*`builder` needs `build`/);
  expect(depot.log).toContain('`builder` needs `protocol: token-exchange`');
  expect(stage.exchange.requests).toEqual([]);
});

test.each(['skip', 'fallback'])(
  'without an ID token (%s): no credentials, and a notice',
  async (mode) => {
    const stage = await builderScene({ idToken: false });

    const main = await stage.runFor({
      'on-unavailable': mode,
      'fallback-token': 'dpp_a_token_of_the_project',
    });

    expect(main).toMatchObject({ exitCode: 0, stderr: '' });
    expect(main.commands.filter(({ name }) => name === 'notice')).toHaveLength(1);
    for (const name of OUTPUTS) expect(main.outputs[name] ?? '').toBe('');
    expect(stage.exchange.requests).toEqual([]);
    expect(await readdir(stage.job.temp)).toEqual([]);
  },
);

test.each([
  ['no RUNNER_TEMP', () => undefined],
  ['one that is a file', (temp: string) => join(temp, '..', 'event.json')],
  ['one that is not there', (temp: string) => join(temp, 'nothing')],
  ['one with a line break', (temp: string) => `${temp}\nkey=x`],
])('%s: builder_not_ready, and no certificate is asked for', async (_, change) => {
  const stage = await builderScene();
  const { job, inputs } = stage;

  const main = await job.run({
    with: inputs({ builder: 'true' }),
    env: { RUNNER_TEMP: change(job.temp) },
  });

  await expectFailure(stage, main, 'builder_not_ready');
  expect(stage.asked()).toEqual([]);
});
