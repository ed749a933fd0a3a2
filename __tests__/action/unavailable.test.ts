import { describe, expect, test } from '@jest/globals';
import { text } from '../support/answers.ts';
import { ISSUER_ROUTES } from '../support/github-issuer.ts';
import { leaks } from '../support/leaks.ts';
import { refusedUrl } from '../support/loopback.ts';
import { scenes } from '../support/scene.ts';

const { scene } = scenes();

const fork = {
  env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' },
  event: {
    pull_request: {
      head: { repo: { full_name: 'mallory/web', fork: true, id: 1 } },
      base: { repo: { full_name: 'acme/web', fork: false, id: 260064828 } },
    },
  },
};
const called = 'acme/ci/.github/workflows/image.yml@refs/tags/v3';

const causes = [
  ['a missing permission', 'id_token_permission_missing', {}],
  ['a fork pull request', 'id_token_fork_pull_request', fork],
  ['Dependabot', 'id_token_dependabot', { env: { GITHUB_ACTOR: 'dependabot[bot]' } }],
  [
    'a reusable workflow whose caller lacks the permission',
    'id_token_reusable_workflow',
    { contexts: { 'job.workflow_ref': called } },
  ],
] as const;

describe.each(causes)('%s', (_, code, options) => {
  test(`fails as ${code}, with the YAML to paste, and asks nobody`, async () => {
    const { issuer, exchange, run } = await scene({ idToken: false, ...options });

    const main = await run();

    expect(main.exitCode).toBe(1);
    expect(main.outputs).toMatchObject({
      authenticated: 'false',
      source: 'none',
      'error-code': code,
    });
    expect(main.log).toContain(`refusals.md#${code}`);
    expect(main.summary).toMatch(/```yaml\n[^`]*\w:[^`]*```/);
    expect([...issuer.requests, ...exchange.requests]).toEqual([]);
  });

  test('skips when told so: green, nothing exported', async () => {
    const { exchange, run } = await scene({ idToken: false, ...options });

    const main = await run({ 'on-unavailable': 'skip', 'fallback-token': 'dpp_is_not_asked_for' });

    expect(main.exitCode).toBe(0);
    expect(main.outputs).toMatchObject({
      authenticated: 'false',
      source: 'none',
      'error-code': code,
    });
    expect(main.outputs.token ?? '').toBe('');
    expect(main.exported).toEqual({});
    expect(exchange.requests).toEqual([]);
  });

  test('says in one line that it skips as configured, and advises nothing', async () => {
    const { run } = await scene({ idToken: false, ...options });

    const { log, summary } = await run({ 'on-unavailable': 'skip' });

    const lines = log.split('\n').filter((line) => line.includes('Dockpass'));
    expect(lines).toEqual([expect.stringMatching(/^Dockpass: skipped, as configured\. /)]);
    for (const text of [log, summary]) {
      expect(text).toContain(`refusals.md#${code}`);
      expect(text).not.toContain('on-unavailable');
      expect(text).not.toContain('Next');
    }
    expect(summary.trim().split('\n')).toHaveLength(1);
  });

  test('falls back when told so, to a masked token that post leaves alone', async () => {
    const { exchange, run, post } = await scene({ idToken: false, ...options });

    const main = await run({
      'on-unavailable': 'fallback',
      'fallback-token': 'dpp_fallback_token',
    });

    expect(main.exitCode).toBe(0);
    expect(main.outputs).toMatchObject({
      token: 'dpp_fallback_token',
      authenticated: 'true',
      source: 'fallback',
      username: 'x-token',
      'error-code': code,
    });
    expect(main.exported).toEqual({ BUILD_TOKEN: 'dpp_fallback_token' });
    expect(main.masks).toContain('dpp_fallback_token');
    expect(main.masks).toContain(Buffer.from('x-token:dpp_fallback_token').toString('base64'));
    expect(leaks(main, 'dpp_fallback_token')).toEqual(['outputs', 'environment']);
    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(exchange.requests).toEqual([]);
  });
});

test.each([
  ['Forgejo', { FORGEJO_ACTIONS: 'true', GITEA_ACTIONS: 'true' }, /enable-openid-connect: true/],
  ['Gitea', { GITEA_ACTIONS: 'true', ACT: 'true' }, /Gitea[\s\S]*id-token: write/],
  ['act', { ACT: 'true' }, /act runs workflows[\s\S]*on-unavailable/],
])('%s: what that system needs is said, and nothing of GitHub', async (_, env, words) => {
  const { run } = await scene({ idToken: false, env: { ...fork.env, ...env }, event: fork.event });

  const main = await run();

  expect(main.outputs['error-code']).toBe('id_token_not_offered');
  expect(main.summary).toMatch(/```yaml\n[^`]*\w:[^`]*```/);
  for (const text of [main.log, main.summary]) {
    expect(text).toMatch(words);
    expect(text.replaceAll('github.com', '')).not.toMatch(/github/i);
  }
});

test.each(['FORGEJO_ACTIONS', 'GITEA_ACTIONS', 'ACT'])(
  '%s: a step that is skipped as configured is not told to skip, nor to fall back',
  async (variable) => {
    const { run } = await scene({ idToken: false, env: { [variable]: 'true' } });

    const main = await run({ 'on-unavailable': 'skip' });

    expect(main.log).toMatch(/^Dockpass: skipped, as configured\./m);
    for (const text of [main.log, main.summary])
      expect(text).not.toMatch(/Skip|fallback|project token/);
  },
);

test('a system of another kind that does offer ID tokens is used', async () => {
  const { exchange, run } = await scene({ env: { FORGEJO_ACTIONS: 'true', ACT: 'true' } });

  expect(await run()).toMatchObject({ exitCode: 0, outputs: { source: 'oidc' } });
  expect(exchange.exchanges()).toHaveLength(1);
});

test('each cause has its own words', async () => {
  const summaries = [];
  for (const [, , options] of causes) {
    const { run } = await scene({ idToken: false, ...options });
    summaries.push((await run()).summary);
  }
  expect(new Set(summaries).size).toBe(causes.length);
  const [permission, forked, , reusable] = summaries;
  expect(permission).toContain('id-token: write');
  expect(forked).toContain('mallory/web');
  expect(reusable).toContain(called);
  expect(reusable).toMatch(/id-token: write[\s\S]*uses:/);
});

test('a pull request of the repository itself lacks the permission; nobody speaks of forks', async () => {
  const repo = { repo: { full_name: 'acme/web', fork: false, id: 260064828 } };
  const { run } = await scene({
    idToken: false,
    env: fork.env,
    event: { pull_request: { head: repo, base: repo } },
  });

  expect((await run()).outputs['error-code']).toBe('id_token_permission_missing');
});

test('a pull request whose fork has been deleted is still one of a fork', async () => {
  const { run } = await scene({
    ...fork,
    idToken: false,
    event: { pull_request: { ...fork.event.pull_request, head: { repo: null } } },
  });

  expect((await run()).outputs['error-code']).toBe('id_token_fork_pull_request');
});

test('fallback without a fallback-token fails and says so', async () => {
  const { run } = await scene({ idToken: false });

  const main = await run({ 'on-unavailable': 'fallback' });

  expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'fallback_token_missing' } });
  expect(main.log).toContain('fallback-token');
});

test('an outage is not a job that cannot have an ID token: no fallback', async () => {
  const { issuer, run } = await scene();
  issuer.always(ISSUER_ROUTES.idToken, text(503, ''));
  const fallback = { 'on-unavailable': 'fallback', 'fallback-token': 'dpp_fallback_token' };

  const github = await run({ ...fallback, timeout: '1s' });
  issuer.always(ISSUER_ROUTES.idToken, text(200, JSON.stringify({ value: issuer.sign('x') })));
  const network = await run({ ...fallback, timeout: '1s', 'exchange-url': await refusedUrl() });

  for (const main of [github, network]) {
    expect(main).toMatchObject({ exitCode: 1, outputs: { source: 'none' } });
    expect(main.exported).toEqual({});
  }
});

test('an event file that cannot be read is named, and does not hide the cause', async () => {
  const { run } = await scene({
    idToken: false,
    env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: '/nowhere/event.json' },
  });

  const main = await run();

  expect(main.outputs['error-code']).toBe('id_token_permission_missing');
  expect(main.log).toContain('GITHUB_EVENT_PATH');
});
