import { type Kysely, sql } from 'kysely';
import { type AuditFilter, type AuditQuery, EVERYTHING } from '../../audit/audit-store.ts';
import type { AuditEvent } from '../../audit/event.ts';
import type { EventPage } from '../ports/audit-events.ts';
import type { Database } from '../schema.ts';
import { type AuditEventRow, auditEvent } from './audit-events.ts';
import { idOf } from './event-place.ts';
import { selectNumbers, type Walk, walkOf } from './event-walk.ts';

/** A part of the events, in the order of their numbers or against it. */
interface Stretch {
  order: 'asc' | 'desc';
  /** Id of the event behind which it begins; null: where the order begins. */
  after: string | null;
  limit: number;
  /** What the events of a page may have together; the first is in it whatever its size. */
  maxBytes?: number;
}

/**
 * Rows of an index that one page looks at: a few milliseconds. Whatever else is asked for is looked for
 * among these.
 */
const MAX_LOOKED_AT = 5000;

/** Whoever shows a page to a person parses and writes it on the thread that answers jobs. */
const PAGE_BYTES = 256 * 1024;

/** An export is a process of its own. */
const EXPORT_BYTES = 16 * 1024 * 1024;

/**
 * `seq` must be the order of commits, or an event that is committed after a later one was exported
 * is skipped for ever. SQLite has one writer; in PostgreSQL whoever writes holds a lock from before the
 * number is drawn until the commit (`postgres/write-lock.ts`).
 */
export async function listEvents(
  db: Kysely<Database>,
  { after, limit, filter = EVERYTHING }: AuditQuery,
): Promise<AuditEvent[]> {
  let place = after ?? null;
  for (;;) {
    const stretch = { order: 'asc', after: place, limit, maxBytes: EXPORT_BYTES } as const;
    const { events, next } = await findEvents(db, filter, stretch);
    if (events.length > 0 || next === null) return events;
    place = next;
  }
}

/**
 * One page. The narrowest of the filters leads, by its index; for the others a bounded number of its rows
 * is looked at, so that no search takes long, however little there is to find. Of an organization, nothing
 * but its own rows is looked at: `next` is one of them, and another's events cost nothing.
 */
export async function findEvents(
  db: Kysely<Database>,
  filter: AuditFilter,
  { order, after, limit, maxBytes = PAGE_BYTES }: Stretch,
): Promise<EventPage> {
  const walk = await walkOf(db, filter, order, after);
  if (!walk) return END;
  const last = await lastLookedAt(db, walk);
  const found = await findNumbers(db, walk, last, limit + 1);
  const rows = await readRows(db, found.slice(0, limit), order, maxBytes);
  const events = rows.map(auditEvent);
  const isWhole = events.length === found.length;
  if (!isWhole) return { events, next: events.at(-1)?.id ?? null };
  return { events, next: last === null ? null : await idOf(db, last) };
}

const END: EventPage = { events: [], next: null };

/** The number of the last row that the page looks at; null if it looks at all that are left. */
async function lastLookedAt(db: Kysely<Database>, walk: Walk): Promise<number | null> {
  if (walk.others.length === 0) return null;
  const { rows } = await sql<{ seq: number }>`${selectNumbers(walk, walk.leading)}
    limit 1 offset ${MAX_LOOKED_AT - 1}`.execute(db);
  return rows[0]?.seq ?? null;
}

async function findNumbers(
  db: Kysely<Database>,
  walk: Walk,
  last: number | null,
  limit: number,
): Promise<number[]> {
  const bound = walk.order === 'asc' ? sql`s.seq <= ${last}` : sql`s.seq >= ${last}`;
  const conditions = [
    ...walk.leading,
    ...(last === null ? [] : [bound]),
    // Not to be taken for what an index should lead by.
    ...walk.others.map((condition) => sql`((${condition}) is true)`),
  ];
  const { rows } = await sql<{ seq: number }>`${selectNumbers(walk, conditions)}
    limit ${limit}`.execute(db);
  return rows.map(({ seq }) => seq);
}

/** In this order, as many as `maxBytes` hold. */
async function readRows(
  db: Kysely<Database>,
  numbers: readonly number[],
  order: Walk['order'],
  maxBytes: number,
): Promise<AuditEventRow[]> {
  if (numbers.length === 0) return [];
  const sizes = LARGE_COLUMNS.map((column) => sql`coalesce(octet_length(${sql.ref(column)}), 0)`);
  const size = sql`(${sql.join(sizes, sql` + `)})`;
  const { rows } = await sql<AuditEventRow>`
    select * from (
      select e.*, sum(${size}) over (order by e.seq ${sql.raw(order)}) - ${size} as bytes_before
      from audit_events as e where e.seq in (${sql.join(numbers)})
    ) as sized
    where bytes_before < ${maxBytes} order by seq ${sql.raw(order)}`.execute(db);
  return rows;
}

const LARGE_COLUMNS = ['claims', 'scopes', 'projects', 'relationships', 'would_grant', 'detail'];
