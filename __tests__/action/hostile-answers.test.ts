import { expect, test } from '@jest/globals';
import { cutOff, drip, html, huge, json, redirect, silence, text } from '../support/answers.ts';
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
  ['no expires_in', 'exchange_answer_invalid', answering({ expires_in: undefined })],
  ['expires_in 0', 'exchange_answer_invalid', answering({ expires_in: 0 })],
  ['a negative expires_in', 'exchange_answer_invalid', answering({ expires_in: -60 })],
  ['an expires_in that is text', 'exchange_answer_invalid', answering({ expires_in: '1h' })],
])('an answer with %s: %s', async (_, code, answer) => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, answer);

  expectFailure(await run({ timeout: '20s' }), code, 20);
});

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
