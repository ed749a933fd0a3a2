import { type Kysely, type RawBuilder, sql } from 'kysely';
import {
  type AuditFilter,
  type AuditQuery,
  EVERYTHING,
  NoSuchPlace,
} from '../../audit/audit-store.ts';
import type { AuditEvent } from '../../audit/event.ts';
import { repositoryKey } from '../columns.ts';
import type { AuditRecords, EventPage } from '../ports/audit-events.ts';
import type { Database } from '../schema.ts';
import { type AuditEventRow, auditEvent, insertEvents } from './audit-events.ts';

export function auditRecords(db: Kysely<Database>): AuditRecords {
  return {
    append: (event) => insertEvents(db, [event]),
    appendAll: (events) => insertEvents(db, events),
    async find(id) {
      const row = await db
        .selectFrom('audit_events')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && auditEvent(row);
    },
    search: (filter, { before, limit }) =>
      findEvents(db, filter, { order: 'desc', after: before, limit }),
    export: (filter, page) => findEvents(db, filter, { order: 'asc', ...page }),
  };
}

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
 * number is drawn until the commit (``TAKE_WRITE_LOCK``).
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
async function findEvents(
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

type Condition = RawBuilder<unknown>;

/** Rows of one table in the order of their numbers. */
interface Walk {
  /** Both tables have the columns that are searched. */
  table: 'audit_events' | 'audit_event_scopes';
  order: 'asc' | 'desc';
  /** Answered by an index. */
  leading: Condition[];
  /** Looked for among the rows that these leave. */
  others: Condition[];
}

/** Undefined if there can be nothing. */
async function walkOf(
  db: Kysely<Database>,
  filter: AuditFilter,
  order: Walk['order'],
  after: string | null,
): Promise<Walk | undefined> {
  const { organizationId, projectId } = filter;
  const bounds = await numbersBetween(db, filter);
  const place = after === null ? null : await placeOf(db, organizationId, after);
  if (!bounds || (place === 'removed' && order === 'desc')) return undefined;
  const [leading, ...others] = columnConditions(filter);
  return {
    table: organizationId === null ? 'audit_events' : 'audit_event_scopes',
    order,
    leading: [
      ...(organizationId === null ? [] : [sql`s.organization_id = ${organizationId}`]),
      ...(leading ? [leading] : []),
      ...bounds,
      ...(typeof place === 'number'
        ? [order === 'asc' ? sql`s.seq > ${place}` : sql`s.seq < ${place}`]
        : []),
    ],
    others: [
      ...others,
      ...timeConditions(filter),
      ...(organizationId === null || projectId !== null ? [] : [FIRST_PROJECT]),
    ],
  };
}

/** The narrowest first. */
function columnConditions({
  organizationId,
  projectId,
  repository,
  runId,
  decision,
}: AuditFilter): Condition[] {
  return [
    ...(runId === null ? [] : [sql`s.run_id = ${runId}`]),
    ...(repository === null ? [] : [sql`s.repository_key = ${repositoryKey(repository)}`]),
    ...(organizationId === null || projectId === null ? [] : [sql`s.project_id = ${projectId}`]),
    ...(decision === null ? [] : [decisionCondition(decision)]),
  ];
}

/** In words of the index, which knows nothing of what is granted. */
function decisionCondition(decision: NonNullable<AuditFilter['decision']>): Condition {
  const is = sql`s.decision = ${decision}`;
  return decision === 'granted' ? is : sql`${is} and s.decision <> 'granted'`;
}

function timeConditions({ since, until }: AuditFilter): Condition[] {
  const time = sql`(select e.time from audit_events as e where e.seq = s.seq)`;
  return [
    ...(since === null ? [] : [sql`${time} >= ${since}`]),
    ...(until === null ? [] : [sql`${time} < ${until}`]),
  ];
}

/** An event of several projects counts once. */
const FIRST_PROJECT = sql`s.project_id = (
  select min(o.project_id) from audit_event_scopes as o
  where o.organization_id = s.organization_id and o.seq = s.seq)`;

/** The numbers of its rows for which `conditions` hold, in order. */
function selectNumbers(
  { table, order }: Pick<Walk, 'table' | 'order'>,
  conditions: Condition[],
): Condition {
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  return sql`select s.seq from ${sql.table(table)} as s ${where} order by s.seq ${sql.raw(order)}`;
}

/**
 * The number of an event that is a place in the list. One that was removed because of its age was before
 * all that are left. Rejects with `NoSuchPlace` for any other: somebody else's event is none either, or
 * places would tell which ids exist.
 */
async function placeOf(
  db: Kysely<Database>,
  organizationId: string | null,
  id: string,
): Promise<number | 'removed'> {
  const event = await db
    .selectFrom('audit_events')
    .select('seq')
    .where('id', '=', id)
    .executeTakeFirst();
  if (event && (await isOwn(db, organizationId, event.seq))) return event.seq;
  if (await isOlderThanAll(db, organizationId, id)) return 'removed';
  throw new NoSuchPlace(`There is no audit event ${id}`);
}

async function isOwn(
  db: Kysely<Database>,
  organizationId: string | null,
  seq: number,
): Promise<boolean> {
  if (organizationId === null) return true;
  const scope = await db
    .selectFrom('audit_event_scopes')
    .select('seq')
    .where('organization_id', '=', organizationId)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return scope !== undefined;
}

/** Ids of version 7 come in the order of time (RFC 9562 section 5.7). */
async function isOlderThanAll(
  db: Kysely<Database>,
  organizationId: string | null,
  id: string,
): Promise<boolean> {
  const removal = await db.selectFrom('audit_retention').select('id').executeTakeFirst();
  if (!removal) return false;
  const seq = await firstNumber(db, organizationId);
  return seq === undefined || id < (await idOf(db, seq));
}

async function firstNumber(
  db: Kysely<Database>,
  organizationId: string | null,
): Promise<number | undefined> {
  const row =
    organizationId === null
      ? await db.selectFrom('audit_events').select('seq').orderBy('seq').limit(1).executeTakeFirst()
      : await db
          .selectFrom('audit_event_scopes')
          .select('seq')
          .where('organization_id', '=', organizationId)
          .orderBy('seq')
          .limit(1)
          .executeTakeFirst();
  return row?.seq;
}

async function idOf(db: Kysely<Database>, seq: number): Promise<string> {
  const { id } = await db
    .selectFrom('audit_events')
    .select('id')
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Between which numbers the events of a time are: by the hours in which it begins and ends. Undefined if there
 * are none.
 */
async function numbersBetween(
  db: Kysely<Database>,
  { since, until }: Pick<AuditFilter, 'since' | 'until'>,
): Promise<RawBuilder<unknown>[] | undefined> {
  if (since === null && until === null) return [];
  const hours = db
    .selectFrom('audit_hours')
    .select(({ fn }) => [
      fn.min<number | null>('first_seq').as('first'),
      fn.max<number | null>('last_seq').as('last'),
    ]);
  const from =
    since === null ? null : await hours.where('hour', '>=', hourOf(since)).executeTakeFirst();
  const to =
    until === null ? null : await hours.where('hour', '<=', hourOf(until)).executeTakeFirst();
  if (from?.first === null || to?.last === null) return undefined;
  return [
    ...(from ? [sql`s.seq >= ${from.first}`] : []),
    ...(to ? [sql`s.seq <= ${to.last}`] : []),
  ];
}

/** As in `audit_hours`. */
export function hourOf(time: string): string {
  return time.slice(0, '2027-01-31T18'.length);
}
