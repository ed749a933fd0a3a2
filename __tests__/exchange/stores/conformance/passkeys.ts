import { expect, test } from '@jest/globals';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import type { OneTimeLinkRecord } from '../../../../src/exchange/stores/ports/one-time-links.ts';
import type { PasskeyRecord } from '../../../../src/exchange/stores/ports/passkeys.ts';
import { UniqueViolation } from '../../../../src/exchange/stores/ports/records.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { addUser } from '../../tenants.ts';
import { NOW } from '../records.ts';
import type { Start } from './fixture.ts';

export function describePasskeys(start: Start): void {
  const insert = async (store: Store, changes: Partial<PasskeyRecord> & { userId: string }) => {
    const passkey: PasskeyRecord = {
      id: systemRandom.id(),
      credentialId: systemRandom.id(),
      publicKey: systemRandom.bytes(77),
      counter: 0,
      transports: ['internal', 'hybrid'],
      name: 'Ada’s laptop',
      createdAt: NOW,
      lastUsedAt: null,
      ...changes,
    };
    await store.change(({ passkeys }) => passkeys.insert(passkey));
    return passkey;
  };
  const page = { after: null, limit: 10 };

  test('is found as it was stored, by its user and by its credential', async () => {
    const { store } = await start();
    const { userId } = await addUser(store, {});
    const other = await addUser(store, {});
    const one = await insert(store, { userId });
    const second = await insert(store, { userId });
    await insert(store, { userId: other.userId });
    const found = await store.read(async ({ passkeys }) => ({
      list: (await passkeys.list(userId, page)).map(plain),
      count: await passkeys.count(userId),
      byId: plain(await passkeys.find(one.id)),
      byCredential: plain(await passkeys.findByCredential(one.credentialId)),
    }));
    expect(found).toEqual({
      list: [one, second].map(plain),
      count: 2,
      byId: plain(one),
      byCredential: plain(one),
    });
  });

  test('has a credential of its own', async () => {
    const { store } = await start();
    const { userId } = await addUser(store, {});
    const { credentialId } = await insert(store, { userId });
    await expect(insert(store, { userId, credentialId })).rejects.toBeInstanceOf(UniqueViolation);
  });

  test('is used, renamed, removed, and goes with its user', async () => {
    const { store } = await start();
    const { userId } = await addUser(store, {});
    const one = await insert(store, { userId });
    const other = await insert(store, { userId });
    await store.change(async ({ passkeys }) => {
      await passkeys.noteUse(one.id, { counter: 7, at: NOW + 1 });
      await passkeys.rename(one.id, 'YubiKey');
      await passkeys.remove(other.id);
    });
    const list = () => store.read(({ passkeys }) => passkeys.list(userId, page));
    expect(await list()).toMatchObject([
      { id: one.id, counter: 7, lastUsedAt: NOW + 1, name: 'YubiKey' },
    ]);
    await store.change(({ users }) => users.remove(userId));
    expect(await list()).toEqual([]);
  });
}

/** Drivers differ in the kind of bytes. */
function plain(passkey: PasskeyRecord | undefined) {
  return passkey && { ...passkey, publicKey: [...passkey.publicKey] };
}

export function describeOneTimeLinks(start: Start): void {
  const replace = async (store: Store, changes: Partial<OneTimeLinkRecord> = {}) => {
    const link: OneTimeLinkRecord = {
      id: systemRandom.id(),
      kind: 'invitation',
      hash: systemRandom.bytes(32),
      invitationId: systemRandom.id(),
      createdAt: NOW,
      expiresAt: NOW + 3600,
      usedAt: null,
      ...changes,
    };
    await store.change(({ oneTimeLinks }) => oneTimeLinks.replace(link));
    return link;
  };
  const find = (store: Store, { kind, hash }: OneTimeLinkRecord) =>
    store.read(({ oneTimeLinks }) => oneTimeLinks.findByHash(kind, hash));

  test('is found by its secret, for what it is for', async () => {
    const { store } = await start();
    const { hash, ...rest } = await replace(store);
    expect(await find(store, { hash, ...rest })).toMatchObject(rest);
    expect(await find(store, { hash, ...rest, kind: 'first_operator' })).toBeUndefined();
  });

  test.each(['invitation', 'first_operator'] as const)(
    '%s: a new one ends the old',
    async (kind) => {
      const { store } = await start();
      const invitationId = kind === 'invitation' ? systemRandom.id() : null;
      const other = await replace(store);
      const used = await replace(store, { kind, invitationId });
      await store.change(({ oneTimeLinks }) => oneTimeLinks.noteUse(used.id, NOW + 1));
      const old = await replace(store, { kind, invitationId });
      const fresh = await replace(store, { kind, invitationId, createdAt: NOW + 2 });
      expect(await find(store, used)).toMatchObject({ usedAt: NOW + 1, expiresAt: used.expiresAt });
      expect(await find(store, old)).toMatchObject({ usedAt: null, expiresAt: NOW + 2 });
      expect(await find(store, fresh)).toMatchObject({ expiresAt: fresh.expiresAt });
      expect(await find(store, other)).toMatchObject({ expiresAt: other.expiresAt });
    },
  );
}
