import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openStore } from '../../../src/exchange/stores/open-store.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { services } from '../service.ts';

const start = services();

/** Says of a rule what it says already: that counts as a change of it. */
async function touchRules(store: Store, issuer: string): Promise<void> {
  const rules = await store.findRelationships(issuer, 'acme/web');
  await store.change(async ({ relationships }) => {
    for (const rule of rules) await relationships.update(rule.id, rule);
  });
}

test('a job gets its token though a rule changes whenever it is to be committed', async () => {
  let changes = 0;
  const { exchange, eventOf, events } = await start({
    overrides: {
      async openStore(...options) {
        const store = await openStore(...options);
        return {
          ...store,
          async commitExchange(record) {
            changes += 1;
            await touchRules(store, record.replay.issuer);
            return await store.commitExchange(record);
          },
        };
      },
    },
  });
  const answer = await exchange();
  expect([answer.status, changes]).toEqual([200, 3]);
  expect(await eventOf(answer)).toMatchObject({ decision: 'granted', projects: ['acme/web'] });
  expect((await events()).filter(({ action }) => action === 'exchange')).toHaveLength(1);
});

test('a stranger who changes a rule for the repository on and on holds no job up', async () => {
  const { exchange, issuer, store } = await start({
    trust: [{ project: 'acme/web' }, { project: 'acme/api' }],
  });
  const over = new AbortController();
  const strangers = Array.from({ length: 3 }, async () => {
    while (!over.signal.aborted) await touchRules(store, issuer.url);
  });
  for (let job = 0; job < 10; job++) {
    const { status, body } = await exchange();
    expect({ status, projects: body.projects }).toEqual({
      status: 200,
      projects: ['acme/api', 'acme/web'],
    });
  }
  over.abort();
  await Promise.all(strangers);
});

/** Long enough for a request to be matched; if it is not, the test is easier, never wrong. */
const UNTIL_IT_WAITS_MS = 500;

test('a rule tightened while an exchange waits for the write lock no longer grants', async () => {
  const { exchange, database, eventOf } = await start();
  const operator = await database.connect();
  await operator.lock();
  const answering = exchange({ scope: 'push' });
  await delay(UNTIL_IT_WAITS_MS);
  await operator.execute(
    `update trust_relationships set permissions = '["pull"]', revision = revision + 1; commit`,
  );
  await operator.close();
  const answer = await answering;
  expect([answer.status, answer.body.reason]).toEqual([400, 'permission_not_granted']);
  expect(await eventOf(answer)).toMatchObject({ decision: 'refused', tokenHashPrefix: null });
});
