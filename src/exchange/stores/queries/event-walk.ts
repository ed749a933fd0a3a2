import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { AuditFilter } from '../../audit/audit-store.ts';
import { repositoryKey } from '../columns.ts';
import type { Database } from '../schema.ts';
import { numbersBetween } from './event-hours.ts';
import { placeOf } from './event-place.ts';

export type Condition = RawBuilder<unknown>;

/** Rows of one table in the order of their numbers. */
export interface Walk {
  /** Both tables have the columns that are searched. */
  table: 'audit_events' | 'audit_event_scopes';
  order: 'asc' | 'desc';
  /** Answered by an index. */
  leading: Condition[];
  /** Looked for among the rows that these leave. */
  others: Condition[];
}

/** Undefined if there can be nothing. */
export async function walkOf(
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
export function selectNumbers(
  { table, order }: Pick<Walk, 'table' | 'order'>,
  conditions: Condition[],
): Condition {
  const where = conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
  return sql`select s.seq from ${sql.table(table)} as s ${where} order by s.seq ${sql.raw(order)}`;
}
