import { expect, test } from '@jest/globals';
import type { SigningKey } from '../../../../src/exchange/signing/keys.ts';
import { auditEvent, NOW } from '../records.ts';
import type { Start } from './fixture.ts';

function signingKey(kid: string, createdAt = NOW): SigningKey {
  return { kid, jwk: `{"kid":"${kid}"}`, createdAt, retiredAt: null, removeAt: null };
}

export function describeKeys(start: Start): void {
  test('the first key signs, and is recorded', async () => {
    const { store } = await start();
    expect(await store.listSigningKeys(NOW)).toEqual([]);
    const event = auditEvent({ action: 'keys.rotate', decision: 'changed' });
    await store.rotateSigningKey(signingKey('first'), NOW + 100, event);
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
    await store.rotateSigningKey(signingKey('first'), NOW, auditEvent());
    await store.rotateSigningKey(signingKey('second', NOW + 10), NOW + 500, auditEvent());
    await store.rotateSigningKey(signingKey('third', NOW + 20), NOW + 900, auditEvent());
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
    await store.rotateSigningKey(signingKey('first'), NOW, event);
    const failing = store.rotateSigningKey(signingKey('second', NOW + 1), NOW + 500, event);
    await expect(failing).rejects.toThrow();
    expect(await store.listSigningKeys(NOW)).toEqual([signingKey('first')]);
  });
}
