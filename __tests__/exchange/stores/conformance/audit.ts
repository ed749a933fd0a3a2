import { expect, test } from '@jest/globals';
import { type AuditFilter, EVERYTHING } from '../../../../src/exchange/audit/audit-store.ts';
import type { AuditEvent } from '../../../../src/exchange/audit/event.ts';
import type { EventPage } from '../../../../src/exchange/stores/ports/audit-events.ts';
import { auditEvent, newId } from '../records.ts';
import type { Start } from './fixture.ts';

const FULL: AuditEvent = {
  id: '0198d7a0-0000-7000-8000-000000000001',
  time: '2027-01-15T08:00:00.123Z',
  action: 'exchange',
  decision: 'refused',
  reason: 'condition_failed',
  actor: 'operator',
  issuer: 'https://token.actions.githubusercontent.com',
  claims: JSON.parse(
    '{"repository":"acme/web","ref":"refs/heads/\\u00e4\\u2028\\ud83d\\udea2","__proto__":"a claim"}',
  ),
  scopes: [
    { organizationId: 'acme', projectId: 'web' },
    { organizationId: 'acme', projectId: null },
  ],
  projects: ['acme/web', 'acme/api'],
  permissions: ['build', 'pull'],
  relationships: ['one', 'two'],
  wouldGrant: ['three'],
  tokenHashPrefix: '0123456789ab',
  clientAddress: '2001:db8::1',
  detail: { claims: [{ name: 'ref', presented: 'x', expected: ["o'clock"] }], depth: { n: 1.5 } },
};

export function describeAudit(start: Start): void {
  test('an event comes back as it was written, every field of it', async () => {
    const { store } = await start();
    await store.appendEvent(FULL);
    const [event] = await store.listEvents({ limit: 1 });
    expect(event).toEqual(FULL);
    expect(Object.keys(event?.claims ?? {})).toContain('__proto__');
  });

  test('events come in the order in which they were written, whatever their ids', async () => {
    const { store } = await start();
    const events = Array.from({ length: 60 }, () => auditEvent()).toReversed();
    await Promise.all(events.map((event) => store.appendEvent(event)));
    expect(await store.listEvents({ limit: 100 })).toEqual(events);
  });

  test('thousands of events of one transaction keep their order, and each its readers', async () => {
    const { store } = await start();
    const events = Array.from({ length: 1200 }, (_, index) =>
      auditEvent({ scopes: FULL.scopes.slice(index % 3) }),
    ).toReversed();
    await store.change(({ auditEvents }) => auditEvents.appendAll(events));
    const stored: AuditEvent[] = [];
    for (let after: string | undefined; stored.length < events.length; after = stored.at(-1)?.id)
      stored.push(
        ...(await store.listEvents({ limit: 500, ...(after !== undefined && { after }) })),
      );
    expect(stored).toEqual(events);
    const filter = { ...EVERYTHING, organizationId: 'acme', projectId: 'web' };
    const found = await store.read(({ auditEvents }) =>
      auditEvents.search(filter, { before: null, limit: 3 }),
    );
    const ofWeb = events.filter(({ scopes }) =>
      scopes.some(({ projectId }) => projectId === 'web'),
    );
    expect(found.events).toEqual(ofWeb.toReversed().slice(0, 3));
  });

  test('a request that dawdles past an export is in the next one', async () => {
    const { store } = await start();
    const [dawdler, prompt] = [auditEvent(), auditEvent()];
    await store.appendEvent(prompt);
    expect(await store.listEvents({ limit: 10 })).toEqual([prompt]);
    await store.appendEvent(dawdler);
    expect(await store.listEvents({ limit: 10, after: prompt.id })).toEqual([dawdler]);
    expect(await store.listEvents({ limit: 10, after: dawdler.id })).toEqual([]);
  });

  test('paging by the last id reads every event once', async () => {
    const { store } = await start();
    const events = Array.from({ length: 25 }, () => auditEvent());
    for (const event of events) await store.appendEvent(event);
    const read: AuditEvent[] = [];
    for (;;) {
      const after = read.at(-1)?.id;
      const page = await store.listEvents({ limit: 10, ...(after && { after }) });
      if (page.length === 0) break;
      expect(page.length).toBeLessThanOrEqual(10);
      read.push(...page);
    }
    expect(read).toEqual(events);
  });

  test('an id that no event has is an error: nothing new would be a lie', async () => {
    const { store } = await start();
    await store.appendEvent(auditEvent());
    const after = newId();
    await expect(store.listEvents({ limit: 10, after })).rejects.toThrow(
      `There is no audit event ${after}`,
    );
  });

  test('an id is taken once; the event that had it stays', async () => {
    const { store } = await start();
    await store.appendEvent(FULL);
    await expect(store.appendEvent({ ...FULL, decision: 'granted' })).rejects.toThrow();
    expect(await store.listEvents({ limit: 10 })).toEqual([FULL]);
  });

  test('the same filter holds for both orders, oldest first and newest first', async () => {
    const { store, web } = await start();
    const scopes = [{ organizationId: web.organizationId, projectId: web.projectId }];
    const claims = { repository: 'Acme/Web', run_id: '77' };
    const granted = auditEvent({ claims, scopes, time: '2027-01-15T08:00:00.000Z' });
    const refused = auditEvent({
      claims,
      scopes,
      decision: 'refused',
      time: '2027-01-15T09:00:00.000Z',
    });
    const other = auditEvent({ scopes: [{ organizationId: web.organizationId, projectId: null }] });
    for (const event of [granted, other, refused]) await store.appendEvent(event);
    const matching = async (wanted: Partial<AuditFilter>) => {
      const filter = { ...EVERYTHING, ...wanted };
      const listed = await store.listEvents({ limit: 10, filter });
      const page = { before: null, limit: 10 };
      const { events } = await store.read(({ auditEvents }) => auditEvents.search(filter, page));
      expect(events.map(({ id }) => id)).toEqual(listed.map(({ id }) => id).toReversed());
      return listed.map(({ id }) => id);
    };
    const [first, second] = [granted.id, refused.id];
    expect(await matching({})).toEqual([first, other.id, second]);
    expect(await matching({ organizationId: web.organizationId })).toHaveLength(3);
    expect(
      await matching({ organizationId: web.organizationId, projectId: web.projectId }),
    ).toEqual([first, second]);
    expect(await matching({ repository: 'ACME/web', runId: '77' })).toEqual([first, second]);
    expect(await matching({ runId: '77', decision: 'refused' })).toEqual([second]);
    expect(await matching({ runId: '77', since: refused.time })).toEqual([second]);
    expect(await matching({ runId: '77', until: refused.time })).toEqual([first]);
    expect(await store.listEvents({ after: first, limit: 1, filter: EVERYTHING })).toEqual([other]);
  });

  test('that a run was revoked is found by the run, as what its jobs did', async () => {
    const { store } = await start();
    const exchange = auditEvent({ claims: { repository: 'acme/web', run_id: '77' } });
    const revocations = ['77', '78'].map((run_id) =>
      auditEvent({ action: 'run.revoke', detail: { before: null, after: { run_id } } }),
    );
    for (const event of [exchange, ...revocations]) await store.appendEvent(event);
    const filter = { ...EVERYTHING, runId: '77' };
    expect(await store.listEvents({ limit: 10, filter })).toEqual([exchange, revocations[0]]);
  });

  test("an organization's events are found once each, page by page, among others'", async () => {
    const { store } = await start();
    const scopes = ['ours', 'theirs'].map((organizationId) =>
      ['a', 'b', null].map((projectId) => ({ organizationId, projectId })),
    );
    const ours = Array.from({ length: 5 }, () => auditEvent({ scopes: scopes.flat() }));
    for (const event of ours) {
      await store.appendEvent(event);
      await store.appendEvent(auditEvent({ scopes: scopes[1] ?? [] }));
    }
    const filter = { ...EVERYTHING, organizationId: 'ours' };
    const found: AuditEvent[] = [];
    let before: string | null = null;
    do {
      const page: { before: string | null; limit: number } = { before, limit: 2 };
      const some: EventPage = await store.read(({ auditEvents }) =>
        auditEvents.search(filter, page),
      );
      found.push(...some.events);
      before = some.next;
    } while (before !== null);
    expect(found).toEqual(ours.toReversed());
    const one = { filter: { ...filter, projectId: 'b' }, limit: 3, after: ours[1]?.id ?? '' };
    expect(await store.listEvents(one)).toEqual(ours.slice(2));
  });
}
