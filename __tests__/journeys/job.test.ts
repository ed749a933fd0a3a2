import { describe, expect, test } from '@jest/globals';
import { customisedSubject, immutableSubject } from '../support/github-claims.ts';
import { leaks } from '../support/leaks.ts';
import { liveStage } from './journey.ts';

const stage = liveStage();

function inputs(changes: Record<string, string> = {}): Record<string, string> {
  return { 'exchange-url': stage().exchange.url, project: 'acme/web', ...changes };
}

describe('A job that is admitted', () => {
  test('gets a token for its project that is dead once the job has ended', async () => {
    const { exchange } = stage();
    const job = await stage().openJob();
    const main = await job.run({ with: inputs() });
    const { token = '', reference } = main.outputs;

    expect(main.exitCode).toBe(0);
    expect(job.exported.BUILD_TOKEN).toBe(token);
    expect(leaks(main, token).toSorted()).toEqual(['environment', 'outputs', 'state']);
    expect(await exchange.introspect(token)).toMatchObject({
      active: true,
      iss: exchange.url,
      scope: 'build push pull',
      projects: ['acme/web'],
    });

    const [post] = await job.post();
    expect(post?.exitCode).toBe(0);
    expect(post && leaks(post, token)).toEqual([]);
    expect(await exchange.introspect(token)).toEqual({ active: false });
    expect(job.exported.BUILD_TOKEN).toBe('');

    const events = await exchange.audit();
    const granted = events.find(({ id }) => id === reference);
    const revoked = events.find(
      (event) =>
        event.decision === 'revoked' && event.token_hash_prefix === granted?.token_hash_prefix,
    );
    expect(granted).toMatchObject({ decision: 'granted', projects: ['acme/web'] });
    expect(granted?.claims).toMatchObject({ repository: 'acme/web', run_id: '9876543210' });
    expect(revoked).toBeDefined();
  });

  test('gets, in two steps, two tokens that open a project each and die together', async () => {
    const { exchange } = stage();
    const job = await stage().openJob();
    const web = await job.run({ with: inputs() });
    const docs = await job.run({ with: inputs({ project: 'acme/docs', 'export-env': 'DOCS' }) });
    const tokens = [web.outputs.token ?? '', docs.outputs.token ?? ''];

    expect(job.exported).toMatchObject({ BUILD_TOKEN: tokens[0], DOCS: tokens[1] });
    expect(await Promise.all(tokens.map((token) => exchange.introspect(token)))).toEqual([
      expect.objectContaining({ projects: ['acme/web'], scope: 'build push pull' }),
      expect.objectContaining({ projects: ['acme/docs'], scope: 'pull' }),
    ]);

    await job.post();
    expect(await Promise.all(tokens.map((token) => exchange.introspect(token)))).toEqual([
      { active: false },
      { active: false },
    ]);
  });

  test('gets one token for every project that trusts it if it names none', async () => {
    const job = await stage().openJob();
    const { outputs } = await job.run({ with: inputs({ project: '' }) });
    expect(outputs.projects?.split(',').toSorted()).toEqual(['acme/docs', 'acme/web']);
    expect(outputs.permissions).toBe('pull');
  });

  test('is told the lifetime that it got, not the one that it asked for', async () => {
    const job = await stage().openJob();
    const { outputs } = await job.run({ with: inputs({ lifetime: '5h' }) });
    const answer = await stage().exchange.introspect(outputs.token ?? '');

    expect(outputs['expires-in']).toBe('7200');
    expect(answer).toMatchObject({ active: true });
    if (!answer.active || answer.exp === undefined) throw new Error('the token has no end');
    expect(answer.exp - answer.iat).toBe(7200);
    const told = Date.parse(outputs['expires-at'] ?? '') / 1000;
    expect(Math.abs(told - answer.exp)).toBeLessThanOrEqual(30);
  });

  test.each([
    ['immutable', immutableSubject()],
    ['customised', customisedSubject()],
  ])('is admitted whatever its sub looks like: %s', async (_, sub) => {
    stage().issuer.claims = { sub };
    const job = await stage().openJob();
    const main = await job.run({ with: inputs() });
    stage().issuer.claims = {};
    expect(main.outputs).toMatchObject({ source: 'oidc', projects: 'acme/web' });
  });

  test("speaks Depot's protocol with our own exchange, down to the revocation", async () => {
    const { exchange } = stage();
    const job = await stage().openJob();
    const main = await job.run({
      with: { 'exchange-url': exchange.url, protocol: 'depot', 'export-env': 'DEPOT_TOKEN' },
    });
    const token = job.exported.DEPOT_TOKEN ?? '';

    expect(main.exitCode).toBe(0);
    expect(await exchange.introspect(token)).toMatchObject({ active: true });
    await job.post();
    expect(await exchange.introspect(token)).toEqual({ active: false });
  });
});

describe('A job that cannot have an ID token', () => {
  const NO_ID_TOKEN = {
    ACTIONS_ID_TOKEN_REQUEST_URL: undefined,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined,
  };

  test('uses its fallback token, and the exchange never hears of it', async () => {
    const before = await stage().exchange.audit();
    const job = await stage().openJob(NO_ID_TOKEN);
    const main = await job.run({
      with: inputs({ 'on-unavailable': 'fallback', 'fallback-token': 'dpp_fallback_token' }),
    });
    const [post] = await job.post();

    expect(main.outputs).toMatchObject({ source: 'fallback', token: 'dpp_fallback_token' });
    expect(main.masks).toContain('dpp_fallback_token');
    expect([main.exitCode, post?.exitCode]).toEqual([0, 0]);
    expect(await stage().exchange.audit()).toHaveLength(before.length);
  });
});
