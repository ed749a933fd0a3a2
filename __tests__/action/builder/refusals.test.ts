import { expect, test } from '@jest/globals';
import { type Answer, cutOff, json, silence, slow, text } from '../../support/answers.ts';
import { CREDENTIALS_ROUTE, problem } from '../../support/builder/credentials-double.ts';
import { EXCHANGE_ROUTES, tokenResponse } from '../../support/exchange-double.ts';
import { leaks } from '../../support/leaks.ts';
import { together } from '../../support/together.ts';
import { builderScenes, expectNoCredentials } from './builder-scene.ts';

const { builderScene } = builderScenes();

test.each([
  [403, 'permission_not_granted'],
  [403, 'project_not_granted'],
  [401, 'token_revoked'],
  [400, 'malformed_request'],
  [409, 'builder_not_configured'],
  [403, 'build_token_required'],
])('a refusal (HTTP %i, %s) is final, and its reason is the error code', async (status, reason) => {
  const stage = await builderScene();
  stage.exchange.always(CREDENTIALS_ROUTE, problem(status, reason));

  const main = await stage.runFor();

  await expectNoCredentials(stage, main, reason);
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

test('an exchange that echoes the build token does not make the action show it', async () => {
  const stage = await builderScene();
  stage.exchange.always(CREDENTIALS_ROUTE, (response, request) => {
    const detail = `Not with ${request.headers.authorization}.`;
    json(403, { detail, reason: 'permission_not_granted' })(response, request);
  });

  const main = await stage.runFor();

  expect(main.summary).toContain('Not with Bearer ***.');
  expect(leaks(main, main.outputs.token ?? '')).toEqual(['outputs', 'environment', 'state']);
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

    await expectNoCredentials(stage, await stage.runFor({ timeout: '6s' }), code);
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
