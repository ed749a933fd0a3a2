import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { createRuleMemory } from '../../../src/exchange/stores/sqlite/rule-memory.ts';
import { openSqliteStore } from '../../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import type { TrustRelationship } from '../../../src/exchange/trust/relationship.ts';
import {
  applyChanges,
  ENTERPRISE,
  type Furnished,
  furnish,
  GITHUB,
  relationshipEntry,
  trust,
} from './furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf, PINS } from './records.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface TwoProcesses extends Furnished {
  store: Store;
  other: Store;
}

/** What the first of them has read is remembered as of its last commit. */
async function start(): Promise<TwoProcesses> {
  const folder = await mkdtemp(join(tmpdir(), 'dockpass-memory-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const open = async () => {
    const store = await openSqliteStore({
      path: join(folder, 'dockpass.db'),
      random: systemRandom,
    });
    closing.push(() => store.close());
    return store;
  };
  const other = await open();
  const furnished = await furnish(other);
  const store = await open();
  await store.appendEvent(auditEvent());
  return { ...furnished, store, other };
}

/** As an exchange does that finds nothing to recall. */
async function readAll(store: Store): Promise<TrustRelationship[]> {
  await store.findIssuer(GITHUB);
  return await store.findRelationships(GITHUB, 'acme/web');
}

function recall(store: Store) {
  return store.recallRelationships(GITHUB, 'acme/web');
}

const anotherRule = () => trust('web', relationshipEntry({ permissions: ['pull'] }));

describe('what one exchange has read', () => {
  test('the next one recalls', async () => {
    const { store, web } = await start();
    expect([store.recallIssuer(GITHUB), recall(store)]).toEqual([undefined, undefined]);
    const relationships = await readAll(store);
    expect(store.recallIssuer(GITHUB)).toEqual(await store.findIssuer(GITHUB));
    expect(recall(store)).toEqual({ relationships, asOf: expect.any(Number) });
    // Commits of its own change nothing about that.
    await store.commitExchange(exchangeRecord([grantOf(web)]));
    expect(recall(store)?.relationships).toEqual(relationships);
  });

  test('is forgotten with a change by this process', async () => {
    const { store } = await start();
    await readAll(store);
    await applyChanges(store, [anotherRule()]);
    expect([store.recallIssuer(GITHUB), recall(store)]).toEqual([undefined, undefined]);
    expect(await readAll(store)).toHaveLength(3);
    expect(recall(store)?.relationships).toHaveLength(3);
  });

  test('buys nothing after a change by another process, and is read again', async () => {
    const { store, other, web } = await start();
    await readAll(store);
    await applyChanges(other, [anotherRule()]);
    const recalledAsOf = recall(store)?.asOf ?? null;
    expect(recalledAsOf).not.toBeNull();
    const record = { ...exchangeRecord([grantOf(web)]), recalledAsOf };
    expect(await store.commitExchange(record)).toBe('relationship_changed');
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
    expect(recall(store)).toBeUndefined();
    // What is found now buys the token: its jti was not burned.
    expect(await readAll(store)).toHaveLength(3);
    const again = { ...record, recalledAsOf: recall(store)?.asOf ?? null };
    expect(again.recalledAsOf).not.toBe(recalledAsOf);
    expect(await store.commitExchange(again)).toBe('committed');
  });

  test('buys nothing either if another commit was the first to notice', async () => {
    const { store, other, web } = await start();
    await readAll(store);
    const recalledAsOf = recall(store)?.asOf ?? null;
    await applyChanges(other, [anotherRule()]);
    await store.appendEvent(auditEvent());
    expect(recall(store)).toBeUndefined();
    const record = { ...exchangeRecord([grantOf(web)]), recalledAsOf };
    expect(await store.commitExchange(record)).toBe('relationship_changed');
  });

  test('is no hindrance to whoever read it anew', async () => {
    const { store, other, web } = await start();
    await applyChanges(other, [anotherRule()]);
    expect(await store.commitExchange(exchangeRecord([grantOf(web)]))).toBe('committed');
  });

  test('is forgotten with the first use, which pins the ids', async () => {
    const { store, api } = await start();
    await readAll(store);
    await store.commitExchange(exchangeRecord([grantOf(api, PINS)]));
    expect(recall(store)).toBeUndefined();
  });

  test('is kept if a job that would pin ids gets nothing: it can be sent again and again', async () => {
    const { store, api } = await start();
    const jti = 'spent';
    await store.commitExchange(exchangeRecord([grantOf(api)], { jti }));
    await readAll(store);
    const again = { ...grantOf(api), pins: true };
    expect(await store.commitExchange(exchangeRecord([again], { jti }))).toBe('replayed');
    expect(recall(store)).toBeDefined();
  });

  test('is not taken for another repository, nor for one of another issuer', async () => {
    const { store } = await start();
    await readAll(store);
    expect(store.recallRelationships(ENTERPRISE, 'acme/web')).toBeUndefined();
    expect(store.recallRelationships(GITHUB, 'acme/api')).toBeUndefined();
    expect(store.recallIssuer(ENTERPRISE)).toBeUndefined();
  });
});

test('nothing is not remembered: neither no rule, nor an issuer that is switched off or unknown', async () => {
  const { store, other } = await start();
  const entry = { url: GITHUB, provider: 'github', enabled: false } as const;
  await applyChanges(other, [{ kind: 'issuer', action: 'update', entry }]);
  await store.appendEvent(auditEvent());
  expect(await store.findIssuer(GITHUB)).toMatchObject({ enabled: false });
  expect(await store.findIssuer('https://nobody.example')).toBeUndefined();
  expect(await store.findRelationships(GITHUB, 'acme/web')).toEqual([]);
  expect(store.recallIssuer(GITHUB)).toBeUndefined();
  expect(store.recallIssuer('https://nobody.example')).toBeUndefined();
  expect(recall(store)).toBeUndefined();
});

describe('the memory', () => {
  test('drops what was being read while it was told to forget', async () => {
    const { web } = await start();
    const memory = createRuleMemory();
    memory.forgetUnless(1);
    const reading = Promise.withResolvers<TrustRelationship[]>();
    const { findRelationships } = memory.remembering({
      findIssuer: async () => undefined,
      findRelationships: () => reading.promise,
    });
    const found = findRelationships(GITHUB, 'acme/web');
    memory.forget();
    reading.resolve([web]);
    expect(await found).toEqual([web]);
    expect(memory.recallRelationships(GITHUB, 'acme/web')).toBeUndefined();
  });

  /** Whatever repository is asked for, these rules name it. */
  function remembering(relationships: TrustRelationship[]) {
    const memory = createRuleMemory();
    memory.forgetUnless(1);
    const { findRelationships } = memory.remembering({
      findIssuer: async () => undefined,
      findRelationships: async () => relationships,
    });
    const recalled = (count: number) =>
      Array.from({ length: count }, (_, index) => `acme/${index}`).filter((repository) =>
        memory.recallRelationships(GITHUB, repository),
      );
    return { read: (index: number) => findRelationships(GITHUB, `acme/${index}`), recalled };
  }

  const listing = (web: TrustRelationship, refs: number) => ({
    ...web,
    conditions: { ...web.conditions, events: null, refs: Array(refs).fill('refs/heads/main') },
  });

  test('holds 10,000 relationships or refs, however many repositories come', async () => {
    const { web } = await start();
    const { read, recalled } = remembering([listing(web, 0), listing(web, 2)]);
    for (let index = 0; index < 2500; index++) await read(index);
    // Reading one again adds nothing.
    await read(0);
    expect(recalled(2501)).toHaveLength(2500);
    await read(2500);
    expect(recalled(2501)).toEqual(['acme/2500']);
  });

  test('does not hold what alone is more than that', async () => {
    const { web } = await start();
    const { read, recalled } = remembering(Array(100).fill(listing(web, 100)));
    expect(await read(0)).toHaveLength(100);
    expect(recalled(1)).toEqual([]);
  });
});
