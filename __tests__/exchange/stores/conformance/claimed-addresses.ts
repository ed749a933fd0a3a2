import { expect, test } from '@jest/globals';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import { UniqueViolation } from '../../../../src/exchange/stores/ports/records.ts';
import type { UserRecord } from '../../../../src/exchange/stores/ports/users.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { generateSecret, hashSecret } from '../../../../src/exchange/tokens/secret.ts';
import { NOW } from '../records.ts';
import type { Start } from './fixture.ts';

const EMAIL = 'bob@example.com';

/** Whoever has invited an address can open the link themselves. */
export function describeClaimedAddresses(start: Start): void {
  const add = async (store: Store, emailProven: boolean) => {
    const user: UserRecord = {
      id: systemRandom.id(),
      email: EMAIL,
      emailProven,
      operator: false,
      disabledAt: null,
      createdAt: NOW,
    };
    await store.change(({ users }) => users.insert(user));
    return user;
  };
  const claim = (store: Store) => add(store, false);
  const findByEmail = (store: Store) => store.read(({ users }) => users.findByEmail(EMAIL));

  test('is not what a user is found by, and stays free for whose it is', async () => {
    const { store } = await start();
    const claiming = await claim(store);
    const another = await claim(store);
    expect(await findByEmail(store)).toBeUndefined();
    const { id: userId } = await add(store, true);
    expect(await findByEmail(store)).toMatchObject({ id: userId, emailProven: true });
    const found = await store.read(({ users }) =>
      Promise.all([users.find(claiming.id), users.find(another.id)]),
    );
    expect(found).toEqual([claiming, another]);
  });

  test('names a member, after the one whose it is', async () => {
    const { store, web } = await start();
    const { organizationId } = web;
    const join = (userId: string) =>
      store.change(({ members }) =>
        members.insert({ organizationId, userId, role: 'member', createdAt: NOW }),
      );
    const member = () => store.read(({ members }) => members.findByEmail(organizationId, EMAIL));
    const { id } = await claim(store);
    await join(id);
    expect(await member()).toMatchObject({ userId: id, email: EMAIL });
    const { id: userId } = await add(store, true);
    await join(userId);
    expect(await member()).toMatchObject({ userId, email: EMAIL });
  });

  test('settles no invitation', async () => {
    const { store, web } = await start();
    const { organizationId } = web;
    const { id: userId } = await claim(store);
    const count = await store.change(async ({ members, invitations }) => {
      await invitations.insert({
        id: systemRandom.id(),
        organizationId,
        email: EMAIL,
        role: 'member',
        invitedBy: 'ada@example.com',
        createdAt: NOW,
        expiresAt: NOW + 3600,
        declinedAt: null,
      });
      await members.insert({ organizationId, userId, role: 'member', createdAt: NOW });
      return await invitations.count(organizationId, NOW);
    });
    expect(count).toBe(1);
  });

  test('shows in what a token of theirs says', async () => {
    const { store } = await start();
    const { id: userId } = await claim(store);
    const secret = generateSecret('user', systemRandom);
    const hash = hashSecret(secret);
    await store.change(({ userTokens }) =>
      userTokens.insert({
        id: systemRandom.id(),
        hash,
        userId,
        description: '',
        createdAt: NOW,
        expiresAt: null,
        revokedAt: null,
        lastUsedAt: null,
      }),
    );
    expect(await store.findToken('user', hash)).toMatchObject({
      user: { id: userId, email: EMAIL, emailProven: false },
    });
  });

  test('is proven once, unless it is somebody else’s', async () => {
    const { store } = await start();
    const { id } = await claim(store);
    const another = await claim(store);
    const prove = (userId: string) => store.change(({ users }) => users.proveEmail(userId));
    await prove(id);
    await prove(id);
    expect(await findByEmail(store)).toMatchObject({ id, emailProven: true });
    await expect(prove(another.id)).rejects.toBeInstanceOf(UniqueViolation);
  });
}
