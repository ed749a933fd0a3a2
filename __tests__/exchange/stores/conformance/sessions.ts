import { expect, test } from '@jest/globals';
import {
  newSession,
  SESSION_IDLES,
  SESSION_LASTS,
} from '../../../../src/exchange/sessions/session.ts';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { addUser } from '../../tenants.ts';
import { NOW } from '../records.ts';
import type { Start } from './fixture.ts';

export function describeSessions(start: Start): void {
  const begin = async (store: Store, userId: string, tokenId: string | null = null) => {
    const { record, hash } = newSession(
      { random: systemRandom, now: NOW },
      userId,
      { method: 'token', tokenId },
      { clientAddress: '2001:db8::1', userAgent: 'Firefox “é”' },
    );
    await store.change(({ sessions }) => sessions.insert({ ...record, hash }));
    return { ...record, hash };
  };
  const listed = async (store: Store, userId: string, now = NOW) => {
    const page = { after: null, limit: 10 };
    return await store.read(({ sessions }) => sessions.list(userId, page, now));
  };

  test('is found by its secret, and listed as it was stored', async () => {
    const { store } = await start();
    const { userId } = await addUser(store, {});
    const { hash, ...record } = await begin(store, userId);
    await begin(store, (await addUser(store, {})).userId);
    expect(await store.read(({ sessions }) => sessions.findByHash(hash))).toEqual(record);
    expect(await listed(store, userId)).toEqual([record]);
  });

  test('is listed until it has ended, or was left alone', async () => {
    const { store } = await start();
    const { userId } = await addUser(store, {});
    const { id } = await begin(store, userId);
    expect(await listed(store, userId, NOW + SESSION_IDLES - 1)).toHaveLength(1);
    expect(await listed(store, userId, NOW + SESSION_IDLES)).toEqual([]);
    const late = NOW + SESSION_LASTS - 1;
    await store.change(({ sessions }) => sessions.noteSeen(id, late));
    expect(await listed(store, userId, late)).toMatchObject([{ id, lastSeenAt: late }]);
    expect(await listed(store, userId, late + 1)).toEqual([]);
  });

  test('is listed no longer than its token works', async () => {
    const { store } = await start();
    const lasting = await addUser(store, {});
    const ending = await addUser(store, {}, { expiresAt: NOW + 60 });
    for (const { userId, id } of [lasting, ending]) await begin(store, userId, id);
    expect(await listed(store, ending.userId, NOW + 59)).toHaveLength(1);
    expect(await listed(store, ending.userId, NOW + 60)).toEqual([]);
    expect(await listed(store, lasting.userId, NOW + 60)).toHaveLength(1);
    await store.change(({ userTokens }) => userTokens.revoke(lasting.id, NOW));
    expect(await listed(store, lasting.userId)).toEqual([]);
  });

  test('ends alone, or with all others', async () => {
    const { store } = await start();
    const { userId } = await addUser(store, {});
    const other = await begin(store, (await addUser(store, {})).userId);
    const [first, second] = [await begin(store, userId), await begin(store, userId)];
    await begin(store, userId);
    await store.change(({ sessions }) => sessions.remove(first.id));
    await store.change(({ sessions }) => sessions.removeOthers(userId, second.id));
    expect((await listed(store, userId)).map(({ id }) => id)).toEqual([second.id]);
    await store.change(({ sessions }) => sessions.removeOthers(userId, null));
    expect(await listed(store, userId)).toEqual([]);
    expect(await listed(store, other.userId)).toHaveLength(1);
  });

  test('end but for so many of a user, those first that were used longest ago', async () => {
    const { store } = await start();
    const { userId } = await addUser(store, {});
    const other = await begin(store, (await addUser(store, {})).userId);
    const used = [await begin(store, userId), await begin(store, userId)];
    const { id: unused } = await begin(store, userId);
    for (const { id, lastSeenAt } of used)
      await store.change(({ sessions }) => sessions.noteSeen(id, lastSeenAt + 1));
    for (const _ of ['once', 'again'])
      await store.change(({ sessions }) => sessions.removeOldest(userId, 2));
    const left = (await listed(store, userId)).map(({ id }) => id);
    expect(left).toHaveLength(2);
    expect(left).not.toContain(unused);
    expect(await listed(store, other.userId)).toHaveLength(1);
  });
}
