import { expect, test } from '@jest/globals';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import type { CeremonyRecord } from '../../../../src/exchange/stores/ports/ceremonies.ts';
import type { IdentityRecord } from '../../../../src/exchange/stores/ports/identities.ts';
import { UniqueViolation } from '../../../../src/exchange/stores/ports/records.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { addUser } from '../../tenants.ts';
import { NOW } from '../records.ts';
import type { Start } from './fixture.ts';

export function describeCeremonies(start: Start): void {
  const insert = async (store: Store, changes: Partial<CeremonyRecord> = {}) => {
    const hash = systemRandom.bytes(32);
    const data = { state: 'é "quoted"', verifier: null };
    const ceremony: CeremonyRecord = { hash, kind: 'oidc', data, expiresAt: NOW + 600, ...changes };
    await store.change(({ ceremonies }) => ceremonies.insert(ceremony));
    return ceremony;
  };
  const take = (
    store: Store,
    { hash }: CeremonyRecord,
    { kind = 'oidc', now = NOW }: { kind?: CeremonyRecord['kind']; now?: number } = {},
  ) => store.change(({ ceremonies }) => ceremonies.take(kind, hash, now));

  test('is taken once, by any process', async () => {
    const { store, open } = await start();
    const one = await insert(store);
    const other = await insert(store);
    expect(await take(await open(), one)).toEqual({ data: one.data });
    expect(await take(store, one)).toBeUndefined();
    expect(await take(store, other)).toEqual({ data: other.data });
  });

  test('is taken by one of two who come at once', async () => {
    const { store, open } = await start();
    const one = await insert(store);
    const taken = await Promise.all([take(store, one), take(await open(), one)]);
    expect(taken.filter((it) => it !== undefined)).toEqual([{ data: one.data }]);
  });

  test('is not taken for something else, nor after its last second', async () => {
    const { store } = await start();
    const one = await insert(store);
    expect(await take(store, one, { kind: 'passkey_sign_in' })).toBeUndefined();
    expect(await take(store, one, { now: one.expiresAt - 1 })).toEqual({ data: one.data });
    const late = await insert(store);
    expect(await take(store, late, { now: late.expiresAt })).toBeUndefined();
  });

  test('is deleted once it has expired', async () => {
    const { store } = await start();
    const one = await insert(store);
    expect(await store.purgeExpired(one.expiresAt - 1, 10)).toBe(0);
    expect(await store.purgeExpired(one.expiresAt, 10)).toBe(1);
  });
}

export function describeIdentities(start: Start): void {
  const insert = async (store: Store, changes: Partial<IdentityRecord> & { userId: string }) => {
    const identity: IdentityRecord = {
      id: systemRandom.id(),
      issuer: 'https://id.example.com',
      subject: 'ada',
      createdAt: NOW,
      lastUsedAt: null,
      ...changes,
    };
    await store.change(({ identities }) => identities.insert(identity));
    return identity;
  };
  const page = { after: null, limit: 10 };

  test('is found by issuer and subject together, compared letter by letter', async () => {
    const { store } = await start();
    const { userId } = await addUser(store);
    const one = await insert(store, { userId });
    const other = await insert(store, { userId, issuer: 'https://other.example.com' });
    const find = (issuer: string, subject: string) =>
      store.read(({ identities }) => identities.findBySubject(issuer, subject));
    expect(await find(one.issuer, one.subject)).toEqual(one);
    expect(await find(other.issuer, other.subject)).toEqual(other);
    expect(await find(one.issuer, 'Ada')).toBeUndefined();
    expect(await find(`${one.issuer}/`, one.subject)).toBeUndefined();
  });

  test('belongs to one user only', async () => {
    const { store } = await start();
    const { userId } = await addUser(store);
    await insert(store, { userId });
    const other = await addUser(store);
    await expect(insert(store, { userId: other.userId })).rejects.toBeInstanceOf(UniqueViolation);
  });

  test('is listed with its last use, removed, and goes with its user', async () => {
    const { store } = await start();
    const { userId } = await addUser(store);
    const one = await insert(store, { userId });
    const two = await insert(store, { userId, subject: 'bob' });
    await store.change(({ identities }) => identities.noteUse(one.id, NOW + 1));
    const list = () => store.read(({ identities }) => identities.list(userId, page));
    expect(await list()).toEqual([{ ...one, lastUsedAt: NOW + 1 }, two]);
    await store.change(({ identities }) => identities.remove(one.id));
    expect(await list()).toEqual([two]);
    await store.change(({ users }) => users.remove(userId));
    expect(await store.read(({ identities }) => identities.find(two.id))).toBeUndefined();
  });
}
