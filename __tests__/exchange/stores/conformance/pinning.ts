import { expect, test } from '@jest/globals';
import { applyChanges, relationshipEntry, relationshipOf, trust } from '../furnished-store.ts';
import { exchangeRecord, grantOf, PINS } from '../records.ts';
import type { Start } from './fixture.ts';

const OTHERS = { repositoryId: '666', repositoryOwnerId: '667' };

export function describePinning(start: Start): void {
  test('the first successful use pins the ids of the repository and its owner', async () => {
    const { store, api } = await start();
    await store.commitExchange(exchangeRecord([grantOf(api, PINS)]));
    expect(await relationshipOf(store, 'acme/api')).toMatchObject(PINS);
  });

  test('a repository re-registered by someone else comes too late', async () => {
    const { store, api } = await start();
    await store.commitExchange(exchangeRecord([grantOf(api, PINS)]));
    // Matched against the relationship as it was before the pin.
    const record = exchangeRecord([grantOf(api, OTHERS)]);
    expect(await store.commitExchange(record)).toBe('relationship_changed');
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
    expect(await relationshipOf(store, 'acme/api')).toMatchObject(PINS);
  });

  test('jobs of the same repository may pin at the same time', async () => {
    const { store, api } = await start();
    const records = Array.from({ length: 20 }, () => exchangeRecord([grantOf(api, PINS)]));
    const outcomes = await Promise.all(records.map((record) => store.commitExchange(record)));
    expect(new Set(outcomes)).toEqual(new Set(['committed']));
  });

  test('of two repositories that race for the pin exactly one gets tokens', async () => {
    const { store, api } = await start();
    const pins = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? PINS : OTHERS));
    const outcomes = await Promise.all(
      pins.map((pin) => store.commitExchange(exchangeRecord([grantOf(api, pin)]))),
    );
    const { repositoryId } = await relationshipOf(store, 'acme/api');
    expect(outcomes).toEqual(
      pins.map((pin) => (pin.repositoryId === repositoryId ? 'committed' : 'relationship_changed')),
    );
  });

  test('one id pinned by the operator and one left open: the open one is pinned, the other holds', async () => {
    const { store, api, web } = await start();
    await applyChanges(store, [
      { kind: 'project', action: 'create', organization: 'acme', project: 'half' },
      trust('half', relationshipEntry({ repositoryId: null, repositoryOwnerId: '1342004' })),
    ]);
    const half = await relationshipOf(store, 'acme/half');
    const foreign = exchangeRecord([grantOf(half, OTHERS)]);
    expect(await store.commitExchange(foreign)).toBe('relationship_changed');
    const own = exchangeRecord([grantOf(half, PINS)]);
    expect(await store.commitExchange(own)).toBe('committed');
    expect(await relationshipOf(store, 'acme/half')).toMatchObject(PINS);
    // The neighbours are as they were.
    expect(await relationshipOf(store, 'acme/api')).toEqual(api);
    expect(await relationshipOf(store, 'acme/web')).toEqual(web);
  });
}
