import type { EventWrite } from '../queries/audit-events.ts';
import type { BatchStatement } from './statements.ts';

const COLUMNS = [
  'id',
  'time',
  'action',
  'decision',
  'reason',
  'actor',
  'issuer',
  'claims',
  'scopes',
  'projects',
  'permissions',
  'relationships',
  'would_grant',
  'token_hash_prefix',
  'client_address',
  'detail',
  'repository_key',
  'run_id',
] as const satisfies readonly (keyof EventWrite['row'])[];

/** The event of a write as its statement takes it: columns `event` and `event_scopes`, both JSON. */
export function eventColumns({ row, scopes }: EventWrite): object {
  return { event: row, event_scopes: scopes };
}

/** Common table expressions that write the events of the rows of `source`, in their order. */
export function writeEvents(source: string): string {
  const columns = COLUMNS.join(', ');
  return `
    event as (
      insert into audit_events (${columns})
      select ${COLUMNS.map((column) => `e.${column}`).join(', ')}
      from ${source} s
        cross join json_to_record(s.event) as e(${COLUMNS.map((it) => `${it} text`).join(', ')})
      order by s.write
      returning id, seq
    ),
    event_scope as (
      insert into audit_event_scopes (organization_id, seq, project_id)
      select c.organization_id, event.seq, c.project_id
      from ${source} s
        join event on event.id = s.event ->> 'id'
        cross join json_to_recordset(s.event_scopes) as c(organization_id text, project_id text)
    )`;
}

export const events: BatchStatement = {
  name: 'write_events',
  text: `
    with asked as materialized (
      select * from json_to_recordset($1) as x(write int, event json, event_scopes json)
    ), ${writeEvents('asked')}
    select write, 'committed' as outcome from asked`,
  rowOf: (write) => (write.kind === 'event' ? eventColumns(write.event) : undefined),
  otherwise: new Error('The event was not written'),
};
