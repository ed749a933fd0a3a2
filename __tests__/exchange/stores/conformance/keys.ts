import { expect, test } from '@jest/globals';
import type { SigningKey } from '../../../../src/exchange/signing/keys.ts';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import { auditEvent, NOW } from '../records.ts';
import type { Start } from './fixture.ts';

function signingKey(kid: string, createdAt = NOW): SigningKey {
  return { kid, jwk: `{"kid":"${kid}"}`, createdAt, retiredAt: null, removeAt: null };
}

/** As an operation does: in one transaction with its event. */
export async function rotateSigningKey(
  store: Store,
  key: SigningKey,
  removeOldAt: number,
  event = auditEvent(),
): Promise<void> {
  await store.change(async ({ signingKeys, auditEvents }) => {
    await signingKeys.rotate(key, removeOldAt);
    await auditEvents.appendAll([event]);
  });
}

export function describeKeys(start: Start): void {
  test('the first key signs, and is recorded', async () => {
    const { store } = await start();
    expect(await store.listSigningKeys(NOW)).toEqual([]);
    const event = auditEvent({ action: 'keys.rotate', decision: 'changed' });
    await rotateSigningKey(store, signingKey('first'), NOW + 100, event);
    expect(await store.listSigningKeys(NOW)).toEqual([signingKey('first')]);
    expect(await store.listEvents({ limit: 10 })).toEqual([event]);
  });

  test('of stores that make the first key at once one does; later ones find it there', async () => {
    const { store, open } = await start();
    const stores = [store, await open()];
    const added = await Promise.all(
      stores.map((it, index) => it.addFirstSigningKey(signingKey(`key ${index}`), auditEvent())),
    );
    expect(added.toSorted((one, other) => Number(one) - Number(other))).toEqual([false, true]);
    expect(await store.addFirstSigningKey(signingKey('late'), auditEvent())).toBe(false);
    expect(await store.listSigningKeys(NOW)).toEqual([signingKey(`key ${added.indexOf(true)}`)]);
    expect(await store.listEvents({ limit: 10 })).toHaveLength(1);
  });

  test('a new key retires the others, which stay published until their time is over', async () => {
    const { store } = await start();
    await rotateSigningKey(store, signingKey('first'), NOW);
    await rotateSigningKey(store, signingKey('second', NOW + 10), NOW + 500);
    await rotateSigningKey(store, signingKey('third', NOW + 20), NOW + 900);
    const published = async (now: number) =>
      (await store.listSigningKeys(now)).map(({ kid, retiredAt }) => [kid, retiredAt]);
    expect(await published(NOW + 30)).toEqual([
      ['third', null],
      ['second', NOW + 20],
      ['first', NOW + 10],
    ]);
    expect(await published(NOW + 500)).toEqual([
      ['third', null],
      ['second', NOW + 20],
    ]);
    expect(await published(NOW + 900)).toEqual([['third', null]]);
  });

  test('a key whose event cannot be recorded retires nobody', async () => {
    const { store } = await start();
    const event = auditEvent();
    await rotateSigningKey(store, signingKey('first'), NOW, event);
    const failing = rotateSigningKey(store, signingKey('second', NOW + 1), NOW + 500, event);
    await expect(failing).rejects.toThrow();
    expect(await store.listSigningKeys(NOW)).toEqual([signingKey('first')]);
  });
}
