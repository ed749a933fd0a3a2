import { expect, test } from '@jest/globals';
import {
  type Answer,
  cutOff,
  drip,
  html,
  huge,
  json,
  redirect,
  reset,
  silence,
  text,
} from '../support/answers.ts';
import { ISSUER_ROUTES } from '../support/github-issuer.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { scenes } from '../support/scene.ts';
import { together } from '../support/together.ts';

const { scene, closing } = scenes();

const ROUTE = ISSUER_ROUTES.idToken;

test('the request is the one that GitHub documents', async () => {
  const { issuer, exchange, run } = await scene();

  await run();

  const [request] = issuer.requestsTo(ROUTE);
  expect(Object.fromEntries(request?.query ?? [])).toEqual({
    'api-version': '2.0',
    audience: exchange.url,
  });
  expect(request?.headers.authorization).toBe(
    `Bearer ${issuer.environment.ACTIONS_ID_TOKEN_REQUEST_TOKEN}`,
  );
});

test('GitHub refuses until the job is marked as started: one grace retry', async () => {
  const { issuer, exchange, run } = await scene();
  issuer.script(ROUTE, json(403, { message: 'The job is not running.' }));

  expect(await run()).toMatchObject({ exitCode: 0 });
  expect(issuer.requestsTo(ROUTE)).toHaveLength(2);
  expect(exchange.exchanges()).toHaveLength(1);
});

test('a passing fault of GitHub is ridden out', async () => {
  const faults = {
    '500': text(500, ''),
    '503': text(503, ''),
    '429': text(429, ''),
    'a reset': reset(),
    'an answer cut off in mid-body': cutOff(JSON.stringify({ value: 'x'.repeat(200) })),
  };
  await together(faults, async (answer) => {
    const { issuer, exchange, run } = await scene();
    issuer.script(ROUTE, answer);

    expect(await run()).toMatchObject({ exitCode: 0 });
    expect(exchange.exchanges()).toHaveLength(1);
  });
});

test('a GitHub that gives no ID token is named inside the deadline, the exchange not asked', async () => {
  const refused = { 'refusing with 401': json(401, {}), 'refusing with 403': json(403, {}) };
  const unavailable = {
    'failing with 500': text(500, ''),
    silent: silence(),
    dripping: drip(),
    resetting: reset(),
    'cutting off': cutOff(JSON.stringify({ value: 'x'.repeat(200) })),
    'answering in HTML': html(200),
    'answering without a value': json(200, {}),
    'answering with two lines': json(200, { value: 'a.b.c\nd.e.f' }),
    'answering 20 MB': huge(20_000_000, {}),
  };
  const expectCode = (code: string) => async (answer: Answer) => {
    const { issuer, exchange, run } = await scene();
    issuer.always(ROUTE, answer);

    const main = await run({ timeout: '2s' });

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': code, source: 'none' } });
    expect(main.commands.filter(({ name }) => name === 'error')).toHaveLength(1);
    expect(main.log).toContain('GitHub');
    expect(main.duration).toBeLessThan(20_000);
    expect(exchange.requests).toEqual([]);
  };
  await Promise.all([
    together(refused, expectCode('id_token_refused')),
    together(unavailable, expectCode('id_token_unavailable')),
  ]);
});

test('a refused connection: id_token_unavailable inside the deadline', async () => {
  const { issuer, run } = await scene();
  await issuer.close();

  const main = await run({ timeout: '1s' });

  expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'id_token_unavailable' } });
});

test.each([301, 302, 303, 307, 308])(
  'a redirect (%i) takes the request token nowhere',
  async (status) => {
    const { issuer, run } = await scene();
    const elsewhere = closing(await startHostileServer());
    issuer.always(ROUTE, redirect(status, `${elsewhere.url}/idtoken`));

    const main = await run({ timeout: '1s' });

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'id_token_unavailable' } });
    expect(elsewhere.requests).toEqual([]);
  },
);
