import { expect, test } from '@jest/globals';
import { storedPolicy } from '../../stored-policy.ts';
import { furnish } from '../furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf } from '../records.ts';
import type { Start } from './fixture.ts';

export function describeLifecycle(start: Start): void {
  test('everything answered is there after closing and opening again', async () => {
    const { store, open, web } = await start();
    const records = Array.from({ length: 20 }, () => exchangeRecord([grantOf(web)]));
    await Promise.all(records.map((record) => store.commitExchange(record)));
    await store.close();
    const reopened = await open();
    for (const { token, replay } of records) {
      expect(await reopened.findToken('build', token.hash)).toMatchObject({ id: token.id });
      const replayed = exchangeRecord([grantOf(web)], { jti: replay.jti });
      expect(await reopened.commitExchange(replayed)).toBe('replayed');
    }
    expect(await reopened.listEvents({ limit: 100 })).toHaveLength(20);
  });

  test('closing waits for what is in flight', async () => {
    const { store, open, web } = await start();
    const records = Array.from({ length: 600 }, () => exchangeRecord([grantOf(web)]));
    const outcomes = records.map((record) => store.commitExchange(record));
    await store.close();
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['committed']));
    expect(await (await open()).listEvents({ limit: 1000 })).toHaveLength(600);
  });

  test('a closed store rejects, and can be closed again', async () => {
    const { store, web } = await start();
    await store.close();
    await expect(store.commitExchange(exchangeRecord([grantOf(web)]))).rejects.toThrow();
    await expect(store.appendEvent(auditEvent())).rejects.toThrow();
    await expect(store.ping()).rejects.toThrow();
    await store.close();
  });

  test('what one store writes another on the same database sees at once', async () => {
    const { store, open, web } = await start();
    const other = await open();
    const record = exchangeRecord([grantOf(web)]);
    await store.commitExchange(record);
    expect(await other.findToken('build', record.token.hash)).toMatchObject({ revokedAt: null });
    await other.revokeToken('build', record.token.hash, 5, auditEvent());
    expect(await store.findToken('build', record.token.hash)).toMatchObject({ revokedAt: 5 });
  });

  test('opening a database again changes nothing in it', async () => {
    const { store, open } = await start();
    const before = await storedPolicy(store);
    expect(await storedPolicy(await open())).toEqual(before);
    await expect(furnish(store)).rejects.toThrow();
  });

  test('a store that can be used answers a ping', async () => {
    const { store } = await start();
    await expect(store.ping()).resolves.toBeUndefined();
  });
}
