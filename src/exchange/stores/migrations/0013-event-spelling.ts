import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/**
 * Changes that the command line recorded, in the API's spelling: `revoked_at` for `revokedAt`, times in
 * ISO 8601 instead of seconds, `project.delete` for `project.remove`. What a job presented keeps the names that
 * it had.
 */
export function eventSpelling({ refuseUpdates, allowUpdates }: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of allowUpdates('audit_events')) await statement.execute(db);
      await spellAll(db);
      for (const statement of refuseUpdates('audit_events')) await statement.execute(db);
    },
  };
}

interface Row {
  seq: number;
  action: string;
  /** JSON, of at most 32 KiB. */
  detail: string;
}

/** Events that are read at a time: of any number of them, no more are in memory. */
const PORTION = 500;

async function spellAll(db: Kysely<unknown>): Promise<void> {
  for (let last = 0; ; ) {
    const { rows } = await sql<Row>`
      select seq, action, detail from audit_events
      where seq > ${last} and detail <> 'null' order by seq limit ${PORTION}`.execute(db);
    const end = rows.at(-1);
    if (!end) return;
    last = end.seq;
    await store(db, rows.flatMap(changed));
  }
}

/** Rows that one statement changes. */
const BATCH = 100;

async function store(db: Kysely<unknown>, rows: readonly Row[]): Promise<void> {
  for (let first = 0; first < rows.length; first += BATCH) {
    const values = rows
      .slice(first, first + BATCH)
      .map(
        ({ seq, action, detail }) =>
          sql`select cast(${seq} as bigint) as seq, cast(${action} as text) as action, cast(${detail} as text) as detail`,
      );
    await sql`
      update audit_events set action = spelled.action, detail = spelled.detail
      from (${sql.join(values, sql` union all `)}) as spelled
      where audit_events.seq = spelled.seq`.execute(db);
  }
}

function changed({ seq, action, detail }: Row): Row[] {
  const spelled = {
    seq,
    action: action.replace(/\.remove$/, '.delete'),
    detail: JSON.stringify(spelledDetail(JSON.parse(detail))),
  };
  return spelled.action === action && spelled.detail === detail ? [] : [spelled];
}

/** Members that have names of their own inside: claims of a job, and the checks of a refusal. */
const AS_THEY_ARE = ['cause', 'omitted'];

function spelledDetail(detail: unknown): unknown {
  if (!isObject(detail)) return detail;
  return Object.fromEntries(
    Object.entries(detail).map(([name, member]) => [
      spelledName(name),
      AS_THEY_ARE.includes(name) ? member : spelled(member),
    ]),
  );
}

function spelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelled);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      spelledName(name),
      isTime(name, member) ? new Date(member * 1000).toISOString() : spelled(member),
    ]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function spelledName(name: string): string {
  return name.replace(/[a-z](?=[A-Z])/g, '$&_').toLowerCase();
}

/** The last second of the year 9999. */
const END_OF_TIME = 253_402_300_799;

/** Seconds since the epoch, as `expiresAt` and `publishedUntil` held them. */
function isTime(name: string, value: unknown): value is number {
  const isNamedSo = /[a-z](?:At|Until)$/.test(name);
  return isNamedSo && typeof value === 'number' && value >= 0 && value <= END_OF_TIME;
}
