import { expect, test } from '@jest/globals';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import type { InvitationRecord } from '../../../../src/exchange/stores/ports/invitations.ts';
import { UniqueViolation } from '../../../../src/exchange/stores/ports/records.ts';
import { systemRandom } from '../../../../src/exchange/system/random.ts';
import { addUser } from '../../tenants.ts';
import { applyChanges } from '../furnished-store.ts';
import { NOW } from '../records.ts';
import type { Start } from './fixture.ts';

const DAY = 86_400;

export function describeInvitations(start: Start): void {
  const insert = (store: Store, organizationId: string, changes: Partial<InvitationRecord> = {}) =>
    store.change(async ({ invitations }) => {
      const created: InvitationRecord = {
        id: systemRandom.id(),
        organizationId,
        organization: 'acme',
        email: 'bob@example.com',
        role: 'member',
        invitedBy: 'ada@example.com',
        createdAt: NOW,
        expiresAt: NOW + DAY,
        declinedAt: null,
        ...changes,
      };
      await invitations.insert(created);
      return created;
    });
  const page = { after: null, limit: 10 };
  const listed = (store: Store, organizationId: string, email: string, now = NOW) =>
    store.read(async ({ invitations }) => ({
      byOrganization: await invitations.list(organizationId, page, now),
      byEmail: await invitations.listFor(email, page, now),
    }));

  test('is found by both sides until its last second is over', async () => {
    const { store, web } = await start();
    const { organizationId } = web;
    const one = await insert(store, organizationId);
    const list = (now: number) => listed(store, organizationId, one.email, now);
    expect(await list(one.expiresAt - 1)).toEqual({ byOrganization: [one], byEmail: [one] });
    expect(await list(one.expiresAt)).toEqual({ byOrganization: [], byEmail: [] });
    const found = await store.read(async ({ invitations }) => [
      await invitations.find(one.id, one.expiresAt - 1),
      await invitations.find(one.id, one.expiresAt),
      await invitations.findByEmail(organizationId, one.email, one.expiresAt - 1),
    ]);
    expect(found).toEqual([one, undefined, one]);
  });

  test('is one for each organization and address; one that has expired makes room', async () => {
    const { store, web } = await start();
    const one = await insert(store, web.organizationId);
    await expect(insert(store, web.organizationId)).rejects.toBeInstanceOf(UniqueViolation);
    const times = { createdAt: one.expiresAt, expiresAt: one.expiresAt + DAY };
    const next = await insert(store, web.organizationId, times);
    const { byOrganization } = await listed(store, web.organizationId, one.email, one.expiresAt);
    expect(byOrganization).toEqual([next]);
  });

  test('that was declined is there for the organization alone', async () => {
    const { store, web } = await start();
    const one = await insert(store, web.organizationId);
    await store.change(({ invitations }) => invitations.decline(one.id, NOW));
    const { byOrganization, byEmail } = await listed(store, web.organizationId, one.email);
    expect(byOrganization).toMatchObject([{ id: one.id, declinedAt: NOW }]);
    expect(byEmail).toEqual([]);
  });

  test('is settled when its person becomes a member, by an operation or by apply', async () => {
    const { store, web } = await start();
    const { organizationId } = web;
    const { userId, email } = await addUser(store, {});
    await insert(store, organizationId, { email });
    const other = await insert(store, organizationId);
    await store.change(({ members }) =>
      members.insert({ organizationId, userId, role: 'member', createdAt: NOW }),
    );
    expect((await listed(store, organizationId, email)).byOrganization).toEqual([other]);
    const entry = { user: other.email, role: 'admin' } as const;
    await applyChanges(store, [{ kind: 'member', action: 'create', organization: 'acme', entry }]);
    expect((await listed(store, organizationId, email)).byOrganization).toEqual([]);
  });

  test('is deleted some time after it has expired, and with its organization at once', async () => {
    const { store, web } = await start();
    const one = await insert(store, web.organizationId);
    expect(await store.purgeExpired(one.expiresAt - 1, 10)).toBe(0);
    expect(await store.purgeExpired(one.expiresAt, 10)).toBe(1);
    const two = await insert(store, web.organizationId);
    await store.change(({ organizations }) => organizations.remove(web.organizationId));
    expect((await listed(store, web.organizationId, two.email)).byEmail).toEqual([]);
  });
}
