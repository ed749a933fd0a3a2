import { expect, test } from '@jest/globals';
import { type AuditFilter, EVERYTHING } from '../../../../src/exchange/audit/audit-store.ts';
import type { AuditEvent } from '../../../../src/exchange/audit/event.ts';
import type { Store } from '../../../../src/exchange/stores/port.ts';
import type { EventPage } from '../../../../src/exchange/stores/ports/audit-events.ts';
import { auditEvent } from '../records.ts';
import type { Start } from './fixture.ts';

const OURS: AuditFilter = {
  ...EVERYTHING,
  organizationId: 'ours',
  repository: 'acme/web',
  decision: 'granted',
};

/** More than one page looks at. */
const MANY = 5001;

function of(organizationId: string, changes: Partial<AuditEvent> = {}): AuditEvent {
  const scopes = [{ organizationId, projectId: 'web' }];
  return auditEvent({ claims: { repository: 'acme/web', run_id: '1' }, scopes, ...changes });
}

async function append(store: Store, count: number, event: () => AuditEvent): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => store.appendEvent(event())));
}

async function pages(store: Store, filter: AuditFilter, limit = 10): Promise<EventPage[]> {
  const all: EventPage[] = [];
  let before: string | null = null;
  do {
    const page: EventPage = await store.read(({ auditEvents }) =>
      auditEvents.search(filter, { before, limit }),
    );
    all.push(page);
    before = page.next;
  } while (before !== null);
  return all;
}

const idsOf = (all: readonly EventPage[]) => all.map(({ events }) => events.map(({ id }) => id));

export function describeAuditSearch(start: Start): void {
  test('a page looks at so many events and goes on, though it found none', async () => {
    const { store } = await start();
    const wanted = of('ours');
    await store.appendEvent(wanted);
    await append(store, MANY, () => of('ours', { decision: 'refused' }));
    expect(idsOf(await pages(store, OURS))).toEqual([[], [wanted.id]]);
    expect(await store.listEvents({ limit: 1, filter: OURS })).toEqual([wanted]);
  });

  test("what another organization has is not looked at, and ends nobody's page", async () => {
    const { store } = await start();
    const wanted = of('ours');
    await store.appendEvent(wanted);
    await append(store, MANY, () => of('theirs', { decision: 'refused' }));
    expect(idsOf(await pages(store, OURS))).toEqual([[wanted.id]]);
  });

  test('what any filter leads to is found on the first page, however much else there is', async () => {
    const { store } = await start();
    const rare = of('ours', {
      claims: { repository: 'acme/rare', run_id: '7' },
      decision: 'revoked',
      scopes: [{ organizationId: 'ours', projectId: 'rare' }],
      time: '2027-01-14T08:00:00.000Z',
    });
    await store.appendEvent(rare);
    await append(store, MANY, () => of('ours'));
    const anything = { ...OURS, repository: null, decision: null };
    const filters: Partial<AuditFilter>[] = [
      { runId: '7' },
      { repository: 'acme/rare' },
      { decision: 'revoked' },
      { projectId: 'rare' },
      { until: '2027-01-15T07:00:00.000Z' },
      { runId: '7', repository: 'acme/rare', decision: 'revoked', projectId: 'rare' },
    ];
    for (const filter of filters)
      for (const organizationId of filter.projectId ? ['ours'] : ['ours', null]) {
        const found = await pages(store, { ...anything, ...filter, organizationId });
        expect([filter, idsOf(found)]).toEqual([filter, [[rare.id]]]);
      }
  });

  test('a time is kept to exactly, though clocks differ and were set', async () => {
    const { store } = await start();
    const times = ['09:30', '08:10', '23:00', '08:50', '07:59', '10:00'];
    const events = times.map((time) => of('ours', { time: `2027-01-15T${time}:00.000Z` }));
    for (const event of events) await store.appendEvent(event);
    const between = async (since: string | null, until: string | null) => {
      const bound = (time: string | null) => time && `2027-01-15T${time}:00.000Z`;
      const filter = { ...OURS, since: bound(since), until: bound(until) };
      return idsOf(await pages(store, filter)).flat();
    };
    const expected = (...wanted: string[]) =>
      times
        .flatMap((time, index) => (wanted.includes(time) ? [events[index]?.id] : []))
        .toReversed();
    expect(await between('08:10', '09:30')).toEqual(expected('08:10', '08:50'));
    expect(await between(null, '08:50')).toEqual(expected('08:10', '07:59'));
    expect(await between('09:31', null)).toEqual(expected('23:00', '10:00'));
    expect(await between('11:00', '22:00')).toEqual([]);
    expect(await between('23:01', null)).toEqual([]);
    expect(await between(null, '07:00')).toEqual([]);
  });

  test('a page ends with the event that makes it large', async () => {
    const { store } = await start();
    // As large as the detail of an event can be: nine make a page.
    const large = () => of('ours', { detail: { message: 'x'.repeat(30_000), cause: null } });
    const events = Array.from({ length: 10 }, large);
    for (const event of events) await store.appendEvent(event);
    const newest = events.map(({ id }) => id).toReversed();
    expect(idsOf(await pages(store, OURS))).toEqual([newest.slice(0, 9), newest.slice(9)]);
  });
}
