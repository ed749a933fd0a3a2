import { afterEach, describe, expect, test } from '@jest/globals';
import type { Claims } from '../support/github-claims.ts';
import type { PhaseResult } from '../support/runner.ts';
import { liveStage } from './journey.ts';
import { MAIN_OF_WEB, policyYaml } from './policy.ts';

const stage = liveStage();

afterEach(() => {
  stage().issuer.claims = {};
});

/** The only step of a job with these claims. */
async function run(claims: Claims = {}, project = 'acme/web'): Promise<PhaseResult> {
  stage().issuer.claims = claims;
  const job = await stage().openJob();
  return job.run({ with: { 'exchange-url': stage().exchange.url, project } });
}

async function auditEvent(reference: string | undefined) {
  return (await stage().exchange.audit()).find(({ id }) => id === reference);
}

describe('A refused job', () => {
  const BRANCH = 'refs/heads/try-it';
  const WORKFLOW = `acme/web/.github/workflows/release.yml@${BRANCH}`;
  const ON_BRANCH = { ref: BRANCH, workflow_ref: WORKFLOW, job_workflow_ref: WORKFLOW };

  test('reads its claims, the failed one marked, and the reference in the job summary', async () => {
    const main = await run(ON_BRANCH);
    expect(main.exitCode).toBe(1);
    expect(main.outputs).toMatchObject({ source: 'none', 'error-code': 'condition_failed' });
    expect(main.outputs).not.toHaveProperty('token');
    expect(main.summary).toMatch(/❌ ref<.*refs\/heads\/try-it/);
    expect(main.summary).toContain(main.outputs.reference);
    expect(main.summary).not.toContain('❌ repository');
    expect(main.summary).not.toMatch(/<(\w+)>\s*<\/\1>/);
  });

  test('does not learn what was expected; the operator finds both under the reference', async () => {
    const main = await run(ON_BRANCH);
    expect(main.log + main.summary).not.toContain('refs/heads/main');

    const event = await auditEvent(main.outputs.reference);
    expect(event).toMatchObject({
      decision: 'refused',
      reason: 'condition_failed',
      token_hash_prefix: null,
      claims: { repository: 'acme/web', ref: BRANCH },
    });
    const failed = { claim: 'ref', presented: BRANCH, expected: ['refs/heads/main'], ok: false };
    expect(event?.evaluations).toMatchObject([
      { checks: expect.arrayContaining([expect.objectContaining(failed)]) },
    ]);
  });
});

test.each([['acme/web'], ['']])(
  'A job that writes another name of the exchange hears which one to write, with the project "%s"',
  async (project) => {
    const { url } = stage().exchange;
    const job = await stage().openJob();
    const elsewhere = url.replace('127.0.0.1', 'localhost');
    const main = await job.run({ with: { 'exchange-url': elsewhere, project } });
    expect(main.outputs['error-code']).toBe('wrong_audience');
    expect(main.log).toContain(`goes by "${url}"`);
  },
);

describe('A prober is refused:', () => {
  const PROBES: [who: string, claims: Claims, reason: string][] = [
    [
      'a repository that nobody trusts',
      { repository: 'mallory/web', repository_id: '666', repository_owner_id: '667' },
      'no_trust_relationship',
    ],
    [
      "the trusted repository's name, registered again",
      { repository_id: '666' },
      'no_trust_relationship',
    ],
    [
      'the trusted name under another owner',
      { repository_owner_id: '667' },
      'no_trust_relationship',
    ],
    [
      'pull_request_target, which strangers can steer',
      { event_name: 'pull_request_target' },
      'privileged_event',
    ],
    ['a tag with the name of the trusted branch', { ref: 'refs/tags/main' }, 'condition_failed'],
    [
      'an ID token for another installation',
      { aud: 'https://other.example.com' },
      'wrong_audience',
    ],
    [
      'a job of last week',
      { iat: 1_600_000_000, nbf: 1_600_000_000, exp: 1_600_000_300 },
      'expired',
    ],
    ['a credential of the runner itself', { sub: undefined, jti: undefined }, 'missing_claim'],
  ];

  const probed: { id: string | undefined; decision: string; reason: string }[] = [];

  test.each(PROBES)('%s', async (_, claims, reason) => {
    const { issued } = stage().issuer;
    const before = issued.length;
    const main = await run(claims);
    expect(main.outputs).toMatchObject({ authenticated: 'false', 'error-code': reason });
    expect(main.state).toEqual({});
    expect(issued).toHaveLength(before + 1);
    probed.push({ id: main.outputs.reference, decision: 'refused', reason });
  });

  test('and each probe has left its audit event', async () => {
    expect(probed).toHaveLength(PROBES.length);
    const recorded = (await stage().exchange.audit()).map(({ id, decision, reason }) => ({
      id,
      decision,
      reason,
    }));
    expect(recorded).toEqual(expect.arrayContaining(probed));
  });

  test('who registered the name again hears what a stranger hears', async () => {
    const stranger = await run({ repository: 'mallory/web', repository_id: '666' });
    const squatter = await run({ repository_id: '666' });
    expect(heard(squatter)).toBe(heard(stranger));
  });

  test('whether a project exists cannot be found out', async () => {
    const existing = await run({}, 'acme/payroll');
    const absent = await run({}, 'acme/nowhere');
    expect(existing.outputs['error-code']).toBe('project_not_granted');
    expect(heard(absent)).toBe(heard(existing).replaceAll('acme/payroll', 'acme/nowhere'));
  });
});

/** What the job learns: not what is different every time, nor the claims that it presented itself. */
function heard({ log, outputs }: PhaseResult): string {
  const [learned = ''] = log.split('What this job said about itself:');
  return learned.replaceAll(outputs.reference ?? '', 'REFERENCE');
}

describe('An operator who tightens a rule', () => {
  test('has the next job refused, without a restart', async () => {
    const { exchange, issuer } = stage();
    expect((await run()).outputs.source).toBe('oidc');
    const onlyTags = { ...MAIN_OF_WEB, refs: ['refs/tags/v*'] };
    await exchange.apply(policyYaml(issuer.url, { web: [onlyTags] }));
    expect((await run()).outputs['error-code']).toBe('condition_failed');
    expect((await run({ ref: 'refs/tags/v1.2' })).outputs.source).toBe('oidc');
  });
});

test('A job whose repository a stranger trusts, too, names its project, and gets nothing of theirs', async () => {
  const { exchange, issuer } = stage();
  await exchange.apply(policyYaml(issuer.url, { web: [MAIN_OF_WEB] }));
  const trap = { ...MAIN_OF_WEB, permissions: ['build'], max_lifetime: '1m' };
  await exchange.apply(policyYaml(issuer.url, { trap: [trap] }, 'evil'));

  const unnamed = await run({}, '');
  expect(unnamed.outputs).toMatchObject({ source: 'none', 'error-code': 'project_required' });
  expect(unnamed.log).toContain('Set the input `project`');

  const named = await run();
  expect(named.outputs).toMatchObject({ projects: 'acme/web', permissions: 'build,push,pull' });
  const granted = await auditEvent(named.outputs.reference);
  expect(granted?.projects).toEqual(['acme/web']);
  const refused = await auditEvent(unnamed.outputs.reference);
  expect(refused).toMatchObject({ projects: [], trust_relationships: [], would_grant: [] });
});
