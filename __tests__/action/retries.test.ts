import { expect, test } from '@jest/globals';
import { cutOff, json, reset, silence, text } from '../support/answers.ts';
import { EXCHANGE_ROUTES, refusal, tokenResponse } from '../support/exchange-double.ts';
import { ISSUER_ROUTES } from '../support/github-issuer.ts';
import { refusedUrl } from '../support/loopback.ts';
import { scenes } from '../support/scene.ts';
import { together } from '../support/together.ts';

const { scene } = scenes();

const soon = { 'retry-after': '1' };

test('what may pass is tried again, each time with a fresh ID token', async () => {
  const faults = {
    'a reset after the request was sent': reset(),
    'an answer cut off in mid-body': cutOff(JSON.stringify(tokenResponse())),
    '408': text(408, ''),
    '429 with Retry-After': refusal({ reason: 'rate_limited' }, 429, soon),
    '500': text(500, ''),
    '502 in HTML': text(502, '<html>'),
    '503 with Retry-After': refusal({ reason: 'issuer_unavailable' }, 503, soon),
    '504': text(504, ''),
  };
  await together(faults, async (answer) => {
    const { issuer, exchange, run } = await scene();
    exchange.script(EXCHANGE_ROUTES.token, answer);

    const main = await run();

    expect(main).toMatchObject({ exitCode: 0, outputs: { token: exchange.granted[0] } });
    const shown = exchange.exchanges().map((form) => form.get('subject_token'));
    expect(shown).toEqual(issuer.issued);
    expect(new Set(shown).size).toBe(2);
    expect(main.masks).toEqual(expect.arrayContaining([...issuer.issued]));
  });
});

test('several faults in a row are ridden out', async () => {
  const { issuer, exchange, run } = await scene();
  exchange.script(EXCHANGE_ROUTES.token, reset(), text(503, ''), text(500, ''));

  expect(await run()).toMatchObject({ exitCode: 0 });
  expect(new Set(issuer.issued).size).toBe(4);
  expect(exchange.exchanges()).toHaveLength(4);
});

test('Retry-After is waited for, in seconds and as a date', async () => {
  const forms = {
    seconds: (): string => '2',
    // A date has whole seconds: this one is between 2 and 3 s away.
    date: (): string => new Date(Date.now() + 3_000).toUTCString(),
  };
  await together(forms, async (value) => {
    const { exchange, run } = await scene();
    const times: number[] = [];
    exchange.script(EXCHANGE_ROUTES.token, (response, request) => {
      times.push(performance.now());
      text(503, '', { 'retry-after': value() })(response, request);
    });
    const again = exchange
      .arrival(EXCHANGE_ROUTES.token, 2)
      .then(() => times.push(performance.now()));

    await run();

    await again;
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(1_900);
  });
});

test('a Retry-After beyond the deadline ends the step at once, with the exchange’s reason', async () => {
  const { exchange, run } = await scene();
  const tomorrow = { 'retry-after': '86400' };
  exchange.always(EXCHANGE_ROUTES.token, refusal({ reason: 'rate_limited' }, 429, tomorrow));

  const main = await run({ timeout: '5m' });

  expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'rate_limited' } });
  expect(exchange.exchanges()).toHaveLength(1);
});

test('what does not pass is named when the deadline has come', async () => {
  const outages = {
    '429': { code: 'rate_limited', answer: refusal({ reason: 'rate_limited' }, 429, soon) },
    '503': { code: 'issuer_unavailable', answer: refusal({ reason: 'issuer_unavailable' }, 503) },
    reset: { code: 'exchange_unreachable', answer: reset() },
  };
  await together(outages, async ({ code, answer }) => {
    const { issuer, exchange, run } = await scene();
    exchange.always(EXCHANGE_ROUTES.token, answer);

    const main = await run({ timeout: '3s' });

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': code } });
    expect(main.duration).toBeLessThan(15_000);
    const shown = exchange.exchanges().map((form) => form.get('subject_token'));
    expect(shown.length).toBeGreaterThan(1);
    expect(new Set(shown).size).toBe(shown.length);
    expect(issuer.issued).toEqual(expect.arrayContaining(shown));
  });
});

test('a deadline that strikes in a later try does not hide what went wrong before', async () => {
  const { issuer, exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, text(500, ''));
  issuer.script(ISSUER_ROUTES.idToken, json(200, { value: issuer.sign(exchange.url) }), silence());

  const main = await run({ timeout: '3s' });

  expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'exchange_unavailable' } });
  expect(issuer.requestsTo(ISSUER_ROUTES.idToken)).toHaveLength(2);
});

test('an exchange that cannot be reached is named when the deadline has come', async () => {
  const addresses = {
    refused: { url: await refusedUrl(), seen: 'ECONNREFUSED' },
    'no such host': { url: 'https://exchange.invalid', seen: 'exchange.invalid' },
  };
  await together(addresses, async ({ url, seen }) => {
    const { run } = await scene();

    const main = await run({ 'exchange-url': url, timeout: '2s' });

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'exchange_unreachable' } });
    expect(main.log).toContain(seen);
    expect(main.duration).toBeLessThan(15_000);
  });
});
