import { afterAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { contradiction } from '../../../../src/exchange/policy/contradictions.ts';
import { NO_CONDITIONS } from '../../../../src/exchange/trust/relationship.ts';
import { PUBLIC_URL, services } from '../../service.ts';
import { conditions } from '../../trust/arbitraries.ts';
import { SHOP, type Tenants, tenants } from './acme.ts';

const start = services(afterAll);

const oneOf = (...values: string[]) => fc.constantFrom(...values);

const job = fc.record({
  claims: fc.record({
    repository: oneOf('acme/web', 'Acme/WEB'),
    repository_id: oneOf('260064828', '260064828', '1'),
    ref: oneOf('refs/heads/main', 'refs/heads/fix/1', 'refs/tags/v1', 'refs/pull/3/merge'),
    event_name: oneOf('push', 'pull_request', 'pull_request_target'),
    environment: fc.option(oneOf('production', 'staging'), { nil: undefined }),
  }),
  permissions: fc.option(fc.subarray(['build', 'push'], { minLength: 1 }), { freq: 2 }),
});

const terms = fc
  .record({
    conditions: fc.oneof(
      conditions.filter(
        ({ refs, baseRefs, events }) => !contradiction({ refs, base_refs: baseRefs, events }),
      ),
      // Of any others few jobs meet all.
      fc.constantFrom(NO_CONDITIONS, { ...NO_CONDITIONS, refs: ['refs/heads/*'] }),
    ),
    permissions: fc.subarray(['build', 'push', 'pull'], { minLength: 1 }),
    mode: oneOf('enforce', 'enforce', 'audit'),
    // Whoever comes first is pinned, and jobs are replayed one by one: so all are.
    repository_id: oneOf('260064828', '260064828', '260064828', '1'),
    max_lifetime: oneOf('10m', '1h'),
  })
  .map(({ conditions: { reusableWorkflows, baseRefs, ...others }, ...rest }) => ({
    repository: 'acme/web',
    repository_owner_id: '1342004',
    ...rest,
    ...others,
    reusable_workflows: reusableWorkflows,
    base_refs: baseRefs,
  }));

const change = fc.oneof(
  fc.record({ create: terms }),
  fc.record({ update: fc.record({ terms }) }),
  terms.map(({ permissions, max_lifetime }) => ({
    update: { terms: { permissions, max_lifetime } },
  })),
  fc.constant({ delete: {} }),
);

type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

let world: Tenants | undefined;
let runs = 0;

/** A project of its own for each run, so that each looks at its own jobs alone. */
async function newProject(): Promise<{ tenants: Tenants; path: string; projectId: string }> {
  world ??= await tenants(start, { trust: [{ repository: 'acme/unrelated' }, SHOP] });
  // Refusals share events once they have filled what an hour has room for.
  world.service.pass(3600);
  const name = `p${++runs}`;
  const { body } = await world.admin('POST', '/organizations/acme/projects', { body: { name } });
  return { tenants: world, path: `acme/${name}`, projectId: body.id };
}

function withId(sent: Change, id: string): object {
  if ('create' in sent) return sent;
  if ('update' in sent) return { update: { ...sent.update, trust_relationship_id: id } };
  return { delete: { trust_relationship_id: id } };
}

async function carryOut({ admin }: Tenants, projectId: string, sent: Change, id: string) {
  if ('create' in sent)
    return await admin('POST', `/projects/${projectId}/trust-relationships`, { body: sent.create });
  if ('update' in sent)
    return await admin('PATCH', `/trust-relationships/${id}`, { body: sent.update.terms });
  return await admin('DELETE', `/trust-relationships/${id}`);
}

const outcomes = new Set<string>();

test('the replay tells of each recorded job what the exchange answers once the change is made', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(terms, { minLength: 1, maxLength: 3 }),
      fc.uniqueArray(job, { minLength: 1, maxLength: 4, selector: (one) => JSON.stringify(one) }),
      change,
      async (rules, jobs, sent) => {
        const { tenants: tenants_, path, projectId } = await newProject();
        const { admin, service } = tenants_;
        const relationships = `/projects/${projectId}/trust-relationships`;
        let id = '';
        for (const body of rules) ({ id } = (await admin('POST', relationships, { body })).body);
        const send = ({ claims, permissions }: (typeof jobs)[number]) =>
          service.exchange({
            subject_token: service.idToken(claims),
            resource: `${PUBLIC_URL}/${path}`,
            scope: permissions?.join(' '),
          });
        const first = [];
        for (const each of jobs) first.push(await send(each));

        const answer = await admin('POST', `${relationships}/replay`, { body: withId(sent, id) });
        expect(answer).toMatchObject({ status: 200, body: { jobs: jobs.length, complete: true } });
        expect(await carryOut(tenants_, projectId, sent, id)).toMatchObject({
          status: expect.any(Number),
        });

        for (const [index, each] of jobs.entries()) {
          const [was, is] = [first[index], await send(each)];
          const found = answer.body.decisions.find(
            ({ reference }: { reference: string }) => reference === was?.body.reference,
          );
          outcomes.add(found?.change ?? 'none');
          const expected = found?.change ?? 'none';
          const same = (one: typeof is | undefined) => [
            one?.status,
            one?.body.scope,
            one?.body.expires_in,
          ];
          if (expected === 'admitted') expect([was?.status, is.status]).toEqual([400, 200]);
          else if (expected === 'refused') expect([was?.status, is.status]).toEqual([200, 400]);
          else if (expected === 'other_grant') expect(same(is)).not.toEqual(same(was));
          else expect(same(is)).toEqual(same(was));
          if (is.status === 200 && found)
            expect(found.after.permissions.join(' ')).toBe(is.body.scope);
        }
      },
    ),
    { numRuns: 90, seed: 20_261_129 },
  );
  expect([...outcomes]).toEqual(
    expect.arrayContaining(['admitted', 'refused', 'other_grant', 'none']),
  );
}, 120_000);
