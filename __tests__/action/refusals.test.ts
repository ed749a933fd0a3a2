import { expect, test } from '@jest/globals';
import { json } from '../support/answers.ts';
import { EXCHANGE_ROUTES, refusal, refusalResponse } from '../support/exchange-double.ts';
import { immutableSubject } from '../support/github-claims.ts';
import { leaks } from '../support/leaks.ts';
import type { PhaseResult } from '../support/runner.ts';
import { scenes } from '../support/scene.ts';

const { scene } = scenes();

/** The one error annotation of a failed step. */
function annotation(main: PhaseResult) {
  const errors = main.commands.filter(({ name }) => name === 'error');
  expect(errors).toHaveLength(1);
  return `${errors[0]?.properties.title ?? ''}\n${errors[0]?.message ?? ''}`;
}

test('a refusal is never retried', async () => {
  const { issuer, exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, refusal());

  const main = await run();

  expect(main.exitCode).toBe(1);
  expect(exchange.exchanges()).toHaveLength(1);
  expect(issuer.issued).toHaveLength(1);
});

test.each([
  'malformed_token',
  'unknown_issuer',
  'bad_signature',
  'unknown_key',
  'wrong_audience',
  'expired',
  'not_yet_valid',
  'missing_claim',
  'replayed',
  'no_trust_relationship',
  'condition_failed',
  'privileged_event',
  'project_not_granted',
  'permission_not_granted',
  'malformed_request',
] as const)('%s: the reason is the error code, with an entry to read on', async (reason) => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, refusal({ reason }));

  const main = await run();

  expect(main.outputs).toMatchObject({
    authenticated: 'false',
    source: 'none',
    'error-code': reason,
  });
  expect(annotation(main)).toContain(`refusals.md#${reason}`);
  expect(exchange.exchanges()).toHaveLength(1);
});

test('reason, sentence and reference reach annotation, summary and output', async () => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, refusal());

  const main = await run();

  const { reason, reference, error_description } = refusalResponse();
  expect(main.outputs.reference).toBe(reference);
  for (const text of [annotation(main), main.summary])
    for (const word of [reason, reference, error_description]) expect(text).toContain(word);
});

test('the headline comes first in the message: the log shows no title', async () => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, refusal());

  const main = await run();

  const [error] = main.commands.filter(({ name }) => name === 'error');
  expect(error?.message.split('\n')[0]).toMatch(/^Dockpass: \w/);
  expect(main.log).toMatch(/^Error: Dockpass: \w/m);
});

test('what was asked for is shown: projects and permissions', async () => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, refusal({ reason: 'project_not_granted' }));

  const named = await run({ project: 'acme/wbe, acme/api', permissions: 'push' });
  const open = await run({ project: '' });

  for (const text of [annotation(named), named.summary])
    expect(text).toMatch(/Asked for\W.*push on acme\/wbe, acme\/api/);
  expect(annotation(open)).toContain('Asked for: every project that trusts this job');
});

test('wrong_audience: the workflow is told to write the URL that the exchange names', async () => {
  const { exchange, run } = await scene();
  const description = 'This exchange goes by https://dockpass.example.com.';
  exchange.always(
    EXCHANGE_ROUTES.token,
    refusal({ reason: 'wrong_audience', error_description: description }),
  );

  const said = annotation(await run());

  expect(said).toContain(description);
  expect(said).toMatch(/Next: Set `exchange-url` to exactly the URL/);
});

test('annotation and summary show the job’s own claims, the failed ones marked', async () => {
  const { exchange, run } = await scene({ claims: { event_name: 'workflow_dispatch' } });
  const linesWith = (value: string, main: PhaseResult) =>
    `${annotation(main)}\n${main.summary}`.split('\n').filter((line) => line.includes(value));
  exchange.script(EXCHANGE_ROUTES.token, refusal({ claims: ['event_name'] }));
  exchange.script(EXCHANGE_ROUTES.token, refusal({ claims: ['repository_id'] }));

  const event = await run();
  const repository = await run();

  for (const text of [annotation(event), event.summary])
    for (const value of [
      'acme/web',
      '260064828',
      '1342004',
      'refs/heads/main',
      'workflow_dispatch',
    ])
      expect(text).toContain(value);
  for (const value of ['workflow_dispatch', '260064828'])
    expect(linesWith(value, event)).not.toEqual(linesWith(value, repository));
  expect(linesWith('1342004', event)).toEqual(linesWith('1342004', repository));
});

test('only claims of the allow list are shown', async () => {
  const secretive = { repo_property_customer: 'canary-customer', enterprise: 'canary-enterprise' };
  const { exchange, run } = await scene({ claims: secretive });
  exchange.always(EXCHANGE_ROUTES.token, refusal());

  const main = await run();

  expect(leaks(main, 'canary-')).toEqual([]);
});

test('markup in a claim stays text in the summary', async () => {
  const ref = 'refs/heads/<img src=x onerror=alert(1)>|`**x**';
  const { exchange, run } = await scene({ claims: { ref } });
  exchange.always(EXCHANGE_ROUTES.token, refusal());

  const { summary } = await run();

  expect(summary).toContain('onerror');
  expect(summary).not.toContain('<img');
});

test('the ID token and its parts never show', async () => {
  const { issuer, exchange, run } = await scene({ env: { RUNNER_DEBUG: '1' } });
  exchange.always(EXCHANGE_ROUTES.token, refusal());

  const main = await run();

  const [idToken = ''] = issuer.issued;
  const [, payload = '', signature = ''] = idToken.split('.');
  for (const secret of [idToken, payload, signature]) expect(leaks(main, secret)).toEqual([]);
});

test('an exchange that echoes the ID token does not make the action show any part of it', async () => {
  const { issuer, exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, (response, request) => {
    const token = new URLSearchParams(request.body).get('subject_token') ?? '';
    refusal({ error_description: `Cannot read ${token}.`, reference: token, claims: [token] })(
      response,
      request,
    );
  });

  const main = await run();

  expect(main.exitCode).toBe(1);
  const [, payload = '', signature = ''] = issuer.issued[0]?.split('.') ?? [];
  for (const part of [payload.slice(0, 40), payload.slice(-40), signature.slice(0, 40)])
    expect(leaks(main, part)).toEqual([]);
});

test('an immutable subject is recognised', async () => {
  const { exchange, run } = await scene({ claims: { sub: immutableSubject() } });
  exchange.always(EXCHANGE_ROUTES.token, refusal({ claims: ['sub'] }));

  expect((await run()).summary).toMatch(/immutable/i);
});

test('a reusable workflow is recognised', async () => {
  const job_workflow_ref = 'acme/ci/.github/workflows/image.yml@refs/tags/v3';
  const { exchange, run } = await scene({ claims: { job_workflow_ref } });
  exchange.always(EXCHANGE_ROUTES.token, refusal({ claims: ['job_workflow_ref'] }));

  const { summary } = await run();

  expect(summary).toContain(job_workflow_ref);
  expect(summary).toMatch(/reusable workflow/i);
});

test.each([
  ['expired', 900, /ahead|fast/],
  ['not_yet_valid', -900, /behind|slow/],
] as const)('%s: clock skew is measured from the Date header', async (reason, skew, direction) => {
  const { exchange, run } = await scene();
  const date = new Date(Date.now() + skew * 1000).toUTCString();
  exchange.always(EXCHANGE_ROUTES.token, json(400, refusalResponse({ reason }), { date }));

  const main = await run();

  const said = `${annotation(main)}\n${main.summary}`;
  expect(said).toMatch(/clock/i);
  expect(said).toMatch(direction);
});

test('clocks that agree are not blamed', async () => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, refusal({ reason: 'expired' }));

  const main = await run();

  expect(`${annotation(main)}\n${main.summary}`).not.toMatch(/(?:ahead|behind)/);
});

test('a refusal without a reason of our list is exchange_refused', async () => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, json(400, { error: 'invalid_grant' }));

  expect(await run()).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'exchange_refused' } });
});

test('a fallback token is not used after a refusal', async () => {
  const { exchange, run } = await scene();
  exchange.always(EXCHANGE_ROUTES.token, refusal());

  const main = await run({ 'on-unavailable': 'fallback', 'fallback-token': 'dpp_fallback_token' });

  expect(main).toMatchObject({ exitCode: 1, outputs: { source: 'none', authenticated: 'false' } });
  expect(main.outputs.token ?? '').toBe('');
  expect(main.exported).toEqual({});
});
