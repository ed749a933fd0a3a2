import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openStore } from '../../../src/exchange/stores/open-store.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { decide } from '../../../src/exchange/trust/decide.ts';
import type { TrustRequest } from '../../../src/exchange/trust/relationship.ts';
import { PERMISSIONS } from '../../../src/protocol/permissions.ts';
import { type Answer, PUBLIC_URL, type Service, services } from '../service.ts';
import {
  BEGINNING,
  carryOut,
  REPOSITORIES,
  REVOKED_RUN,
  type RelationshipChange,
  ruleChange,
} from './rule-changes.ts';

const startService = services(afterAll);

interface Setting extends Service {
  /** The exchange's own, as its admin API has it, and that of another process. */
  stores: Store[];
}

async function start(): Promise<Setting> {
  const stores: Store[] = [];
  const service = await startService({
    trust: [{ project: 'acme/web' }, { project: 'acme/api' }],
    config: { rateLimits: { perAddress: 0, perRepository: 0 } },
    overrides: {
      async openStore(...options) {
        const own = await openStore(...options);
        stores.push(own);
        return own;
      },
    },
  });
  return { ...service, stores: [...stores, service.store] };
}

interface Job {
  claims: { repository: string; repository_id: string; run_id: string };
  wish: TrustRequest;
}

interface Step {
  /** Null: none. */
  change: RelationshipChange | null;
  /** Index into the stores. */
  by: number;
  /** Asked while the change is under way. */
  meanwhile: Job[];
  /** Asked when it has been answered. */
  afterwards: Job[];
}

const jobOf = (...repositoryIds: string[]): fc.Arbitrary<Job> =>
  fc.record({
    claims: fc.record({
      repository: fc.constantFrom(...REPOSITORIES),
      repository_id: fc.constantFrom(...repositoryIds),
      run_id: fc.constantFrom('1', '1', '1', '1', REVOKED_RUN),
    }),
    wish: fc.record({
      projects: fc.constantFrom<TrustRequest['projects'][]>(
        null,
        null,
        null,
        null,
        ['acme/web'],
        ['acme/web', 'acme/api'],
      ),
      permissions: fc.constantFrom<TrustRequest['permissions'][]>(
        null,
        null,
        null,
        ['pull'],
        PERMISSIONS,
      ),
    }),
  });

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    change: fc.option(ruleChange, { freq: 3 }),
    by: fc.nat({ max: 1 }),
    // Of one repository: which of two pinned a rule first, nobody could say afterwards.
    meanwhile: fc.array(jobOf('1'), { maxLength: 3 }),
    afterwards: fc.array(jobOf('1', '1', '1', '1', '1', '2'), { minLength: 2, maxLength: 4 }),
  }),
  { minLength: 3, maxLength: 10 },
);

/** By what the database holds now, read by somebody who remembers nothing. */
async function expected({ store, issuer: { url } }: Setting, { claims, wish }: Job) {
  const issuer = await store.findIssuer(url);
  if (!issuer?.enabled) return { reason: issuer ? 'issuer_disabled' : 'unknown_issuer' };
  const { grants, refusal, wouldGrant } = decide(
    { ...claims, repository_owner_id: '1342004', ref: 'refs/heads/main', event_name: 'push' },
    await store.findRelationships(url, claims.repository),
    wish,
    { now: Math.floor(Date.now() / 1000), requirePins: false },
  );
  if (refusal) return { reason: refusal.reason, wouldGrant };
  const run = { issuer: url, runId: claims.run_id };
  const revoked = await store.read(({ revocations }) =>
    Promise.all(grants.map(({ projectId }) => revocations.isRunRevoked({ ...run, projectId }))),
  );
  if (revoked.includes(true)) return { reason: 'run_revoked', wouldGrant };
  return {
    grants: grants.map(({ project, permissions }) => ({ project, permissions })),
    lifetime: Math.min(3600, ...grants.map(({ maxLifetime }) => maxLifetime ?? 3600)),
    relationships: grants.map(({ relationshipId }) => relationshipId),
    wouldGrant,
  };
}

/** What the job was answered, and what the audit event tells of it. */
async function seen({ eventOf }: Setting, answer: Answer) {
  const event = await eventOf(answer);
  if (!event) throw new Error('there is no event');
  const { reason, grants, expires_in: lifetime } = answer.body;
  const { decision, permissions, relationships, scopes, tokenHashPrefix, wouldGrant } = event;
  if (reason) {
    expect([decision, permissions, tokenHashPrefix]).toEqual(['refused', [], null]);
    return /issuer/.test(reason) ? { reason } : { reason, wouldGrant };
  }
  const inScopes = scopes.flatMap((scope) => scope.relationships ?? []);
  expect(new Set(inScopes)).toEqual(new Set([...relationships, ...wouldGrant]));
  return { grants, lifetime, relationships, wouldGrant };
}

function ask({ exchange, idToken }: Setting, { claims, wish }: Job): Promise<Answer> {
  return exchange({
    subject_token: idToken(claims),
    resource: wish.projects?.map((path) => `${PUBLIC_URL}/${path}`),
    scope: wish.permissions?.join(' '),
  });
}

async function take(setting: Setting, { change, by, meanwhile, afterwards }: Step): Promise<void> {
  const expectAll = (jobs: Job[]) => Promise.all(jobs.map((each) => expected(setting, each)));
  const before = await expectAll(meanwhile);
  const asking = meanwhile.map((each) => ask(setting, each));
  if (change)
    await setting.stores[by]?.change((records) => carryOut(records, setting.issuer.url, change));
  const answers = await Promise.all(asking);
  const after = await expectAll(meanwhile);
  for (const [index, answer] of answers.entries())
    expect([before[index], after[index], ...between(before[index])]).toContainEqual(
      await seen(setting, answer),
    );
  for (const each of afterwards) {
    const wanted = await expected(setting, each);
    expect(await seen(setting, await ask(setting, each))).toEqual(wanted);
  }
}

/**
 * A job that no relationship names is refused, and only then looked for in other projects: one that is made
 * between the two look-ups changes the words of the refusal.
 */
function between(before: Awaited<ReturnType<typeof expected>> | undefined) {
  return before?.reason === 'no_trust_relationship'
    ? [{ ...before, reason: 'project_not_granted' }]
    : [];
}

test('whoever changes the rules, and whatever was read before, jobs are answered by the rules as they are', async () => {
  const setting = await start();
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      // Refusals of more than an hour would share events.
      setting.pass(3600);
      await setting.store.change((records) => carryOut(records, setting.issuer.url, BEGINNING));
      for (const step of sequence) await take(setting, step);
    }),
    { numRuns: 12 },
  );
  // Thousands of exchanges, one after the other.
}, 300_000);
