import { expect, test } from '@jest/globals';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import { UniqueViolation } from '../../../../src/exchange/stores/ports/records.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { addUser } from '../../tenants.ts';
import { NOW } from '../records.ts';
import type { Start } from './fixture.ts';

export function describeDeviceAuthorizations(start: Start): void {
  const insert = async (store: Store, userCode = 'BCDFGHJK') => {
    const asked = {
      id: systemRandom.id(),
      userCode,
      clientName: 'dockpass login on laptop',
      clientAddress: '192.0.2.1',
      createdAt: NOW,
      expiresAt: NOW + 600,
    };
    const deviceCodeHash = systemRandom.bytes(32);
    await store.change(({ deviceAuthorizations }) =>
      deviceAuthorizations.insert({ ...asked, deviceCodeHash }),
    );
    return { asked, deviceCodeHash };
  };

  test('is found by either code, and counted until it expires', async () => {
    const { store } = await start();
    const { asked, deviceCodeHash } = await insert(store);
    const found = await store.read(async ({ deviceAuthorizations }) => [
      await deviceAuthorizations.findByDeviceCode(deviceCodeHash),
      await deviceAuthorizations.findByUserCode(asked.userCode),
    ]);
    const waiting = { ...asked, decided: null, polledAt: null };
    expect(found).toEqual([waiting, waiting]);
    const counts = await store.read(async ({ deviceAuthorizations }) => [
      await deviceAuthorizations.count(asked.expiresAt - 1),
      await deviceAuthorizations.count(asked.expiresAt),
    ]);
    expect(counts).toEqual([1, 0]);
    await expect(insert(store)).rejects.toBeInstanceOf(UniqueViolation);
  });

  test('keeps the last poll and the decision, and is removed', async () => {
    const { store } = await start();
    const { userId } = await addUser(store);
    const { asked, deviceCodeHash } = await insert(store);
    const decided = {
      userId,
      sessionId: 's',
      decision: 'approved',
      tokenExpiresAt: NOW + 90,
    } as const;
    await store.change(async ({ deviceAuthorizations }) => {
      await deviceAuthorizations.notePoll(asked.id, NOW + 1);
      await deviceAuthorizations.decide(asked.id, decided);
    });
    const find = () =>
      store.read(({ deviceAuthorizations }) =>
        deviceAuthorizations.findByDeviceCode(deviceCodeHash),
      );
    expect(await find()).toEqual({ ...asked, decided, polledAt: NOW + 1 });
    await store.change(({ deviceAuthorizations }) => deviceAuthorizations.remove(asked.id));
    expect(await find()).toBeUndefined();
  });

  test('goes with whoever decided, and an hour after it has expired', async () => {
    const { store } = await start();
    const { userId } = await addUser(store);
    const { asked } = await insert(store);
    await store.change(({ deviceAuthorizations }) =>
      deviceAuthorizations.decide(asked.id, {
        userId,
        sessionId: 's',
        decision: 'denied',
        tokenExpiresAt: null,
      }),
    );
    const other = await insert(store, 'LMNPQRST');
    await store.change(({ users }) => users.remove(userId));
    const find = (code: string) =>
      store.read(({ deviceAuthorizations }) => deviceAuthorizations.findByUserCode(code));
    expect(await find(asked.userCode)).toBeUndefined();
    expect(await store.purgeExpired(other.asked.expiresAt + 3599, 10)).toBe(0);
    expect(await store.purgeExpired(other.asked.expiresAt + 3600, 10)).toBe(1);
  });
}
