import { expect, test } from '@jest/globals';
import { openStore } from '../../../src/exchange/stores/open-store.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import type { ExchangeStore } from '../../../src/exchange/stores/ports/exchanges.ts';
import { PUBLIC_URL, services } from '../service.ts';
import type { Trust } from '../trusted.ts';

const startService = services();

/** A service that counts what its exchanges read and try. */
async function start(
  trust: Trust[],
  beforeCommit: (store: Store) => Promise<void> = async () => {},
) {
  const seen = { relationships: 0, commits: 0, held: 0 };
  const service = await startService({
    trust,
    overrides: {
      async openStore(...options) {
        const store = await openStore(...options);
        const findRelationships: ExchangeStore['findRelationships'] = async (...asked) => {
          const found = await store.findRelationships(...asked);
          seen.relationships += found.length;
          return found;
        };
        return {
          ...store,
          findRelationships,
          async commitExchange(record) {
            seen.commits += 1;
            await beforeCommit(store);
            return await store.commitExchange(record);
          },
          async holdRules(work) {
            seen.held += 1;
            return await store.holdRules(work);
          },
        };
      },
    },
  });
  return { ...service, seen };
}

const OWN = { resource: `${PUBLIC_URL}/acme/web` };

/** What the admin of another organization writes about acme's repository. */
const strange = (count: number, changes: Trust = {}): Trust[] =>
  Array.from({ length: count }, () => ({ project: 'evil/trap', ...changes }));

const CONDITIONS = { refs: ['refs/heads/release'] };

test("a refused job reads its own project's relationships, however many a stranger has written", async () => {
  const { exchange, seen, eventOf } = await start([{ conditions: CONDITIONS }, ...strange(50)]);
  const answer = await exchange(OWN);
  expect([answer.body.reason, seen.relationships]).toEqual(['condition_failed', 1]);
  expect(await eventOf(answer)).toMatchObject({ detail: { cause: { length: 1 } } });
});

test('a job that names no project reads nothing where there are several organizations', async () => {
  const { exchange, seen } = await start([{}, ...strange(50)]);
  const answer = await exchange({ resource: undefined });
  expect([answer.body.reason, seen.relationships]).toEqual(['project_required', 0]);
});

const TRUSTING: [string, Trust, string][] = [
  ['with its ids', {}, 'project_not_granted'],
  ['with no ids', { repositoryId: null, repositoryOwnerId: null }, 'project_not_granted'],
  ['with the ids of another', { repositoryId: '7' }, 'no_trust_relationship'],
];

const refusedBeside = async (project: string, ids: Trust) => {
  const { exchange, seen } = await start([
    { repository: 'acme/other' },
    ...strange(50, { project, repositoryId: '9' }),
    ...strange(1, { project, ...ids }),
  ]);
  const { body } = await exchange(OWN);
  return [body.reason, seen.relationships];
};

test.each(TRUSTING)(
  'a job is told that another project trusts its repository %s, without reading them',
  async (_, ids, reason) => {
    expect(await refusedBeside('acme/trap', ids)).toEqual([reason, 0]);
  },
);

test.each(TRUSTING)(
  'where there are several organizations it hears of none that trusts its repository %s',
  async (_, ids) => {
    expect(await refusedBeside('evil/trap', ids)).toEqual(['no_trust_relationship', 0]);
  },
);

test('a stranger who changes their relationship whenever a job is to be committed costs it one try at most', async () => {
  const { exchange, seen } = await start([{}, ...strange(1)], async (store) => {
    await store.change(async ({ issuers, organizations, projects, relationships }) => {
      const [issuer] = await issuers.list({ after: null, limit: 1 });
      const evil = await organizations.findByName('evil');
      const trap = await projects.findByName(evil?.id ?? '', 'trap');
      const [rule] = await relationships.list(trap?.id ?? '', { after: null, limit: 1 });
      if (!issuer || !rule) throw new Error('the stranger has no rule');
      await relationships.update(rule.id, rule);
    });
  });
  for (let job = 0; job < 3; job++) expect(await exchange(OWN)).toMatchObject({ status: 200 });
  expect(seen.commits).toBeLessThanOrEqual(6);
  expect(seen.held).toBe(0);
});

/** 101 characters each. */
const refs = (count: number) =>
  Array.from({ length: count }, (_, index) => `refs/heads/${index}-`.padEnd(101, 'x'));

test('an event keeps the relationships that were closest, and says how many more there were', async () => {
  const heavy = { refs: refs(75), environments: ['production'] };
  const { exchange, eventOf } = await start([
    ...Array.from({ length: 60 }, (): Trust => ({ conditions: heavy })),
    { conditions: { refs: refs(3) } },
    { repositoryId: '7' },
  ]);
  const answer = await exchange(OWN);
  const event = await eventOf(answer);
  if (!event) throw new Error('there is no event');
  const { cause, omitted } = event.detail as {
    cause: { revision: number; conditions: object[] }[];
    omitted: { project: string; count: number }[];
  };
  // Of the 61 that mean this repository, this one fails in the fewest claims.
  expect(cause[0]).toMatchObject({
    revision: 1,
    conditions: [{ claim: 'ref', expected: refs(2), expectedCount: 3, ok: false }, {}],
  });
  expect(cause[1]?.conditions[0]).toMatchObject({ expected: refs(2), expectedCount: 75 });
  expect(omitted).toEqual([{ project: 'acme/web', count: 62 - cause.length }]);
  expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(16 * 1024);
});
