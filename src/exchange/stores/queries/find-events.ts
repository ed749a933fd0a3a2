import {
  type Expression,
  expressionBuilder,
  type Kysely,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { AuditEvent } from '../../audit/event.ts';
import { repositoryKey } from '../columns.ts';
import type { AuditQuery } from '../port.ts';
import type { AuditFilter } from '../records/audit-events.ts';
import type { AuditEventTable, Database } from '../schema.ts';
import { auditEvent } from './audit-events.ts';

/** A part of the events, in the order of their numbers or against it. */
interface Stretch {
  order: 'asc' | 'desc';
  /** Id of the event behind which it begins; null: where the order begins. */
  after: string | null;
  limit: number;
}

const EVERYTHING: AuditFilter = {
  organizationId: null,
  projectId: null,
  repository: null,
  runId: null,
  decision: null,
  since: null,
  until: null,
};

/**
 * `seq` must be the order of commits, or an event that is committed after a later one was exported
 * is skipped for ever. SQLite has one writer; in PostgreSQL whoever writes holds a lock from before the
 * number is drawn until the commit (`postgres/write-lock.ts`).
 */
export async function listEvents(
  db: Kysely<Database>,
  { after, limit, filter = EVERYTHING }: AuditQuery,
): Promise<AuditEvent[]> {
  return await findEvents(db, filter, { order: 'asc', after: after ?? null, limit });
}

/**
 * Of an organization, the table of scopes leads to the events: it lists them in order, so that one
 * with few among millions of others' is answered as fast as one that is alone.
 */
export async function findEvents(
  db: Kysely<Database>,
  filter: AuditFilter,
  { order, after, limit }: Stretch,
): Promise<AuditEvent[]> {
  const { organizationId, projectId } = filter;
  const seq = sql.ref<number>(organizationId === null ? 'e.seq' : 's.seq');
  const matches = conditions(filter);
  if (after !== null)
    matches.push(sql`${seq} ${sql.raw(order === 'asc' ? '>' : '<')} ${await seqOf(db, after)}`);
  const stretch = <DB, Tables extends keyof DB, Row>(events: SelectQueryBuilder<DB, Tables, Row>) =>
    events
      .where(({ and }) => and(matches))
      .orderBy(seq, order)
      .limit(limit);
  const rows =
    organizationId === null
      ? await stretch(db.selectFrom('audit_events as e').selectAll('e')).execute()
      : await stretch(ofOrganization(db, organizationId, projectId)).execute();
  return rows.map(auditEvent);
}

function ofOrganization(db: Kysely<Database>, organizationId: string, projectId: string | null) {
  return (
    db
      .selectFrom('audit_event_scopes as s')
      // In SQLite not only a product, but also an order: what stands first leads.
      .crossJoin('audit_events as e')
      .selectAll('e')
      .whereRef('e.seq', '=', 's.seq')
      .where('s.organization_id', '=', organizationId)
      // An event of several projects counts once.
      .where('s.project_id', '=', ({ selectFrom, val }) =>
        projectId === null
          ? selectFrom('audit_event_scopes as o')
              .select(({ fn }) => fn.min('o.project_id').as('project_id'))
              .whereRef('o.organization_id', '=', 's.organization_id')
              .whereRef('o.seq', '=', 's.seq')
          : val(projectId),
      )
  );
}

function conditions({
  repository,
  runId,
  decision,
  since,
  until,
}: AuditFilter): Expression<SqlBool>[] {
  const event = expressionBuilder<{ e: AuditEventTable }, 'e'>();
  return [
    ...(repository === null ? [] : [event('e.repository_key', '=', repositoryKey(repository))]),
    ...(runId === null ? [] : [event('e.run_id', '=', runId)]),
    ...(decision === null ? [] : [event('e.decision', '=', decision)]),
    ...(since === null ? [] : [event('e.time', '>=', since)]),
    ...(until === null ? [] : [event('e.time', '<', until)]),
  ];
}

async function seqOf(db: Kysely<Database>, id: string): Promise<number> {
  const row = await db
    .selectFrom('audit_events')
    .select('seq')
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => new Error(`There is no audit event ${id}`));
  return row.seq;
}
