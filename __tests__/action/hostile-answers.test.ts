import { expect, test } from '@jest/globals';
import {
  type Answer,
  cutOff,
  drip,
  html,
  huge,
  json,
  redirect,
  silence,
  text,
} from '../support/answers.ts';
import { EXCHANGE_ROUTES, tokenResponse } from '../support/exchange-double.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { leaks } from '../support/leaks.ts';
import type { PhaseResult } from '../support/runner.ts';
import { scenes } from '../support/scene.ts';
import { together } from '../support/together.ts';

const { scene, closing } = scenes();

/** Milliseconds beyond the deadline that a busy machine may take to start and end the process. */
const SLACK = 8_000;

function expectFailure(main: PhaseResult, code: string, deadline: number): void {
  expect(main.exitCode).toBe(1);
  expect(main.outputs).toMatchObject({
    authenticated: 'false',
    source: 'none',
    'error-code': code,
  });
  expect(main.outputs.token ?? '').toBe('');
  expect(main.exported).toEqual({});
  expect(main.commands.filter(({ name }) => name === 'error')).toHaveLength(1);
  expect(main.duration).toBeLessThan(deadline * 1000 + SLACK);
}

test('an exchange that never really answers is left when the deadline has come', async () => {
  const cases = {
    silent: { code: 'exchange_timeout', answer: silence() },
    'dripping one byte at a time': { code: 'exchange_timeout', answer: drip() },
    'cut off in mid-body': {
      code: 'exchange_answer_truncated',
      answer: cutOff(JSON.stringify(tokenResponse())),
    },
    '503 for ever': { code: 'exchange_unavailable', answer: text(503, '') },
    '500 in HTML': { code: 'exchange_unavailable', answer: html(500) },
  };
  await together(cases, async ({ code, answer }) => {
    const { exchange, run } = await scene();
    exchange.always(EXCHANGE_ROUTES.token, answer);

    expectFailure(await run({ timeout: '2s' }), code, 2);
  });
});

test.each([
  ['20 MB of JSON', 'exchange_answer_too_large', huge(20_000_000, tokenResponse())],
  ['HTML with status 200', 'exchange_answer_invalid', html(200)],
  ['an empty body', 'exchange_answer_invalid', text(200, '')],
  ['null', 'exchange_answer_invalid', json(200, null)],
  ['an array', 'exchange_answer_invalid', json(200, [tokenResponse()])],
  ['an empty token', 'exchange_answer_invalid', answering({ access_token: '' })],
  ['no token', 'exchange_answer_invalid', answering({ access_token: undefined })],
  ['a token of two lines', 'exchange_answer_invalid', answering({ access_token: 'dpb_a\ndpb_b' })],
  [
    'a token with a carriage return',
    'exchange_answer_invalid',
    answering({ access_token: 'a\rb' }),
  ],
  ['a token that is a number', 'exchange_answer_invalid', answering({ access_token: 42 })],
  ['expires_in 0', 'exchange_answer_invalid', answering({ expires_in: 0 })],
  ['a negative expires_in', 'exchange_answer_invalid', answering({ expires_in: -60 })],
  ['an expires_in that is text', 'exchange_answer_invalid', answering({ expires_in: '1h' })],
])('an answer with %s: %s', async (_, code, answer) => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, answer);

  expectFailure(await run({ timeout: '20s' }), code, 20);
});

test.each([
  ['no expires_in', undefined, undefined],
  ['expires_in as text', '3600', '3600'],
])('an answer with %s is used', async (_, sent, output) => {
  const { exchange, run, post } = await scene();
  exchange.script(EXCHANGE_ROUTES.token, answering({ expires_in: sent }));

  const main = await run();
  await post();

  expect(main).toMatchObject({ exitCode: 0, exported: { BUILD_TOKEN: 'dpb_token_of_a_job' } });
  expect(main.outputs['expires-in']).toBe(output);
  expect(exchange.revoked()).toEqual(['dpb_token_of_a_job']);
});

const token = 'dpb_token_of_a_job';
test.each([
  ['expires_in 0', answering({ expires_in: 0 })],
  ['another token type', answering({ token_type: 'mac' })],
  ['a body in an array', json(200, [tokenResponse()])],
  ['a refusal beside the token', json(400, { ...tokenResponse(), error: 'invalid_target' })],
  ['a Depot-shaped body', json(200, { ok: true, token })],
  ['status 201', json(201, tokenResponse())],
  ['20 MB behind the token', json(200, { ...tokenResponse(), padding: 'x'.repeat(20_000_000) })],
  ['no JSON behind the token', text(200, `{"access_token": "${token}", oops`)],
])('a token that is not used is masked and revoked: %s', async (_, answer) => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, answer);

  const main = await run({ revoke: 'false' });

  expect(main).toMatchObject({ exitCode: 1, exported: {} });
  expect(main.masks).toEqual(
    expect.arrayContaining([token, Buffer.from(`x-token:${token}`).toString('base64')]),
  );
  expect(leaks(main, token)).toEqual([]);
  expect(exchange.revoked()).toEqual([token]);
});

test('so is one whose answer breaks off behind it, or never ends', async () => {
  const whole = JSON.stringify({ ...tokenResponse(), padding: 'x'.repeat(2_000) });
  const stalling: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(whole.slice(0, -10));
  };
  await together({ broken: cutOff(whole), stalling }, async (answer) => {
    const { exchange, run } = await scene();
    exchange.always(EXCHANGE_ROUTES.token, answer);

    const main = await run({ timeout: '2s' });

    expect(main.exitCode).toBe(1);
    expect(main.masks).toContain(token);
    expect(exchange.revoked()).toContain(token);
  });
});

test('an ID token that comes back is not taken for a build token', async () => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, (response, request) => {
    const echoed = new URLSearchParams(request.body).get('subject_token');
    json(200, { access_token: echoed, token_type: 'mac' })(response, request);
  });

  expect((await run()).exitCode).toBe(1);
  expect(exchange.revoked()).toEqual([]);
});

test.each([501, 505, 511])(
  'HTTP %i passes by no waiting, and is not tried again',
  async (status) => {
    const { exchange, run } = await scene();
    exchange.always(EXCHANGE_ROUTES.token, html(status));

    expectFailure(await run(), 'exchange_answer_invalid', 60);
    expect(exchange.exchanges()).toHaveLength(1);
  },
);

test.each([301, 302, 303, 307, 308])(
  'a redirect (%i) takes the ID token nowhere',
  async (status) => {
    const { issuer, exchange, run } = await scene();
    const elsewhere = closing(await startHostileServer());
    exchange.always(EXCHANGE_ROUTES.token, redirect(status, `${elsewhere.url}/oauth/token`));

    const main = await run();

    expectFailure(main, 'exchange_redirected', 20);
    expect(elsewhere.requests).toEqual([]);
    expect(exchange.requests).toHaveLength(1);
    expect(leaks(main, issuer.issued[0] ?? '')).toEqual([]);
  },
);

test('a workflow command in an answer is not executed, however it is reported', async () => {
  const injected = 'no\n::set-output name=token::x\r\n::warning::injected ##[warning]injected';
  const members = { error: 'invalid_target', error_description: injected, reason: injected };
  const { exchange, run } = await scene();
  exchange.script(EXCHANGE_ROUTES.token, json(503, members), json(400, members));

  const { commands, outputs, log } = await run();

  expect(exchange.requests).toHaveLength(2);
  expect(log).toContain('injected');
  const names = commands.map(({ name }) => name);
  expect(names.filter((name) => name !== 'add-mask')).toEqual(['error']);
  expect(outputs['error-code']).toBe('exchange_refused');
});

function answering(changes: Record<string, unknown>) {
  return json(200, { ...tokenResponse(), ...changes });
}
