import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ENTERPRISE, GITHUB } from '../furnished-store.ts';
import { exchangeRecord, grantOf } from '../records.ts';
import type { Start } from './fixture.ts';

export function describeConcurrency(start: Start): void {
  test('of 200 simultaneous exchanges of one ID token exactly one is committed', async () => {
    const { store, web } = await start();
    const records = Array.from({ length: 200 }, () =>
      exchangeRecord([grantOf(web)], { jti: 'one-and-the-same' }),
    );
    const outcomes = await Promise.all(records.map((record) => store.commitExchange(record)));
    const winners = records.filter((_, index) => outcomes[index] === 'committed');
    expect(winners).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'replayed')).toHaveLength(199);
    const found = await Promise.all(
      records.map(({ token }) => store.findToken('build', token.hash)),
    );
    expect(found.filter((token) => token !== undefined).map(({ id }) => id)).toEqual(
      winners.map(({ token }) => token.id),
    );
    expect(await store.listEvents({ limit: 300 })).toEqual(winners.map(({ event }) => event));
  });

  test('two processes on one database burn a jti once between them', async () => {
    const { store, open, web } = await start();
    const stores = [store, await open()];
    const jtis = Array.from({ length: 50 }, (_, index) => `shared-${index}`);
    const outcomes = await Promise.all(
      jtis.map((jti) =>
        Promise.all(stores.map((it) => it.commitExchange(exchangeRecord([grantOf(web)], { jti })))),
      ),
    );
    for (const pair of outcomes) expect(pair.toSorted()).toEqual(['committed', 'replayed']);
  });

  test('whatever arrives together, a jti buys one token and every answer is true', async () => {
    const { store, web } = await start();
    let round = 0;
    const attempts = fc.array(
      fc.record({ issuer: fc.constantFrom(GITHUB, ENTERPRISE), jti: fc.nat({ max: 8 }) }),
      { minLength: 1, maxLength: 60 },
    );
    const holds = fc.asyncProperty(attempts, async (wanted) => {
      round++;
      const records = wanted.map(({ issuer, jti }) =>
        exchangeRecord([grantOf(web)], { issuer, jti: `${round}-${jti}` }),
      );
      const outcomes = await Promise.all(records.map((record) => store.commitExchange(record)));
      const burned = new Set<string>();
      for (const [index, { replay, token }] of records.entries()) {
        const exists = (await store.findToken('build', token.hash)) !== undefined;
        expect(exists).toBe(outcomes[index] === 'committed');
        const key = `${replay.issuer} ${replay.jti}`;
        if (exists) expect(burned.has(key)).toBe(false);
        if (exists) burned.add(key);
      }
      expect(burned.size).toBe(new Set(wanted.map((it) => `${it.issuer} ${it.jti}`)).size);
    });
    await fc.assert(holds, { numRuns: 30 });
  });
}
