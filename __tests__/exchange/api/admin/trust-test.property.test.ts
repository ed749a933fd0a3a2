import { afterAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { contradiction } from '../../../../src/exchange/policy/contradictions.ts';
import { services } from '../../service.ts';
import { conditions } from '../../trust/arbitraries.ts';
import { SHOP, type Tenants, tenants } from './acme.ts';

const start = services(afterAll);

const oneOf = (...values: string[]) => fc.constantFrom(...values);

const job = fc.record({
  repository: oneOf('acme/web', 'Acme/WEB', 'acme/other'),
  repository_id: oneOf('260064828', '260064828', '1'),
  ref: oneOf('refs/heads/main', 'refs/heads/fix/1', 'refs/tags/v1', 'refs/pull/3/merge'),
  event_name: oneOf('push', 'pull_request', 'pull_request_target'),
  environment: fc.option(oneOf('production', 'staging'), { nil: undefined }),
});

const rule = fc.record({
  // What can hold for no job is not taken.
  conditions: conditions.filter(
    ({ refs, baseRefs, events }) => !contradiction({ refs, base_refs: baseRefs, events }),
  ),
  permissions: fc.subarray(['build', 'push', 'pull'], { minLength: 1 }),
  mode: oneOf('enforce', 'enforce', 'audit'),
  repository_id: fc.option(oneOf('260064828', '1')),
});

const request = fc.option(fc.subarray(['build', 'push'], { minLength: 1 }), { freq: 2 });

const ENOUGH = 40;

let world: Tenants | undefined;

/** Rules come and go over the API, too: the same world serves every run. */
async function withRules<Result>(
  rules: readonly object[],
  work: (world: Tenants) => Promise<Result>,
): Promise<Result> {
  world ??= await tenants(start, { trust: [{ repository: 'acme/unrelated' }, SHOP] });
  const { admin, projectId } = world;
  const paths: string[] = [];
  for (const body of rules) {
    const { body: made } = await admin('POST', `/projects/${projectId}/trust-relationships`, {
      body,
    });
    paths.push(`/trust-relationships/${made.id}`);
  }
  try {
    return await work(world);
  } finally {
    for (const path of paths) await admin('DELETE', path);
  }
}

const outcomes = new Set<string>();

test('the test tells of any job what the exchange then does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { maxLength: 3 }),
      job,
      request,
      (drawn, claims, permissions) => {
        const rules = drawn.map(
          ({ conditions: { reusableWorkflows, baseRefs, ...others }, ...rest }) => ({
            repository: 'acme/web',
            ...rest,
            ...others,
            reusable_workflows: reusableWorkflows,
            base_refs: baseRefs,
          }),
        );
        return withRules(rules, async ({ service, member, projectId }) => {
          const subject_token = service.idToken(claims);
          const tried = await member('POST', `/projects/${projectId}/trust-relationships/test`, {
            body: {
              claims: JSON.parse(
                Buffer.from(subject_token.split('.')[1] ?? '', 'base64url').toString(),
              ),
              ...(permissions && { permissions }),
            },
          });
          const real = await service.exchange({
            subject_token,
            resource: 'https://dockpass.example.com/acme/web',
            scope: permissions?.join(' '),
          });
          const { decision, grant, reason, message, claims: failed } = tried.body;
          outcomes.add(reason ?? decision);
          if (real.status === 200)
            expect([decision, grant.permissions.join(' ')]).toEqual(['granted', real.body.scope]);
          else
            expect({ reason, message, claims: failed }).toEqual({
              reason: real.body.reason,
              message: real.body.error_description,
              claims: real.body.claims ?? [],
            });
          const event = await service.eventOf(real);
          expect(tried.body.would_grant).toEqual(event?.wouldGrant);
        });
      },
    ),
    { numRuns: ENOUGH, seed: 20_261_123 },
  );
  expect([...outcomes]).toEqual(
    expect.arrayContaining(['granted', 'condition_failed', 'no_trust_relationship']),
  );
}, 120_000);
