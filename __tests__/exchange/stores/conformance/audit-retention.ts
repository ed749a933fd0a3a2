import { expect, test } from '@jest/globals';
import { EVERYTHING, NoSuchPlace } from '../../../../src/exchange/audit/audit-store.ts';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import { auditEvent, newId } from '../records.ts';
import type { Start } from './fixture.ts';

const scopes = [
  { organizationId: 'ours', projectId: 'web' },
  { organizationId: 'ours', projectId: 'api' },
  { organizationId: 'theirs', projectId: null },
];

const at = (time: string) => auditEvent({ scopes, time: `2027-01-${time}:00.000Z` });

const OURS = { ...EVERYTHING, organizationId: 'ours' };

/** Four events, of which one has a later time than those after it. */
async function fourEvents(store: Store) {
  const events = [at('10T08:00'), at('20T08:00'), at('10T08:30'), at('10T09:00')] as const;
  for (const event of events) await store.appendEvent(event);
  return events;
}

export function describeAuditRetention(start: Start): void {
  test('events of before an hour are removed, so many at a time, and no others', async () => {
    const { store } = await start();
    const [, later, , next] = await fourEvents(store);
    const removed = [];
    for (let batch = 0; batch < 3; batch++)
      removed.push(await store.purgeEvents('2027-01-10T09:59:59.000Z', 1));
    expect(removed).toEqual([1, 1, 0]);
    expect(await store.listEvents({ limit: 10 })).toEqual([later, next]);
    expect(await store.listEvents({ limit: 10, filter: OURS })).toEqual([later, next]);
    expect(await store.purgeEvents('2027-01-10T10:00:00.000Z', 10)).toBe(1);
    expect(await store.purgeEvents('2027-01-10T10:00:00.000Z', 10)).toBe(0);
    expect(await store.listEvents({ limit: 10 })).toEqual([later]);
  });

  test('two processes that remove events share them', async () => {
    const { store, open } = await start();
    const other = await open();
    for (let minute = 10; minute < 40; minute++) await store.appendEvent(at(`10T08:${minute}`));
    const remove = (by: Store) => by.purgeEvents('2027-01-10T09:00:00.000Z', 20);
    const removed = await Promise.all([remove(store), remove(other)]);
    expect(removed[0] + removed[1] + (await remove(store))).toBe(30);
    expect(await store.listEvents({ limit: 10 })).toEqual([]);
  });

  test('whoever had read up to an event that is gone goes on with all that are left', async () => {
    const { store } = await start();
    const [first, later, , next] = await fourEvents(store);
    await store.purgeEvents('2027-01-10T09:00:00.000Z', 10);
    expect(await store.listEvents({ after: first.id, limit: 10 })).toEqual([later, next]);
    const older = { before: first.id, limit: 10 };
    for (const organizationId of ['ours', null]) {
      const filter = { ...OURS, organizationId };
      expect(await store.read(({ auditEvents }) => auditEvents.search(filter, older))).toEqual({
        events: [],
        next: null,
      });
      const nowhere = { before: newId(), limit: 10 };
      await expect(
        store.read(({ auditEvents }) => auditEvents.search(filter, nowhere)),
      ).rejects.toThrow(NoSuchPlace);
    }
  });
}
