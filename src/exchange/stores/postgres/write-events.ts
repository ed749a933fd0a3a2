import { EVENT_COLUMNS, type EventWrite, SCOPE_COLUMNS } from '../queries/audit-events.ts';
import type { BatchStatement } from './statements.ts';

/** The event of a write as its statement takes it. */
export function eventColumns({ row, scopes }: EventWrite): object {
  return { event_id: row.id, event: row, event_scopes: scopes };
}

/** The same as the statement declares it. */
export const EVENT_JSON_COLUMNS = 'event_id text, event json, event_scopes json';

/** Common table expressions that write the events of those `asked` that are in `source`, in order. */
export function writeEvents(source: string): string {
  const columns = EVENT_COLUMNS.join(', ');
  return `
    event as (
      insert into audit_events (${columns})
      select ${EVENT_COLUMNS.map((column) => `e.${column}`).join(', ')}
      from ${source} s join asked a on a.write = s.write
        cross join json_to_record(a.event) as e(${EVENT_COLUMNS.map((it) => `${it} text`).join(', ')})
      order by s.write
      returning id, seq
    ),
    event_scope as (
      insert into audit_event_scopes (seq, ${SCOPE_COLUMNS.join(', ')})
      select event.seq, ${SCOPE_COLUMNS.map((column) => `c.${column}`).join(', ')}
      from asked a
        join event on event.id = a.event_id
        cross join json_to_recordset(a.event_scopes) as c(${SCOPE_COLUMNS.map((it) => `${it} text`).join(', ')})
    )`;
}

export const events: BatchStatement = {
  name: 'write_events',
  text: `
    with asked as materialized (
      select * from json_to_recordset($1) as x(write int, ${EVENT_JSON_COLUMNS})
    ), ${writeEvents('asked')}
    select write, 'committed' as outcome from asked`,
  rowOf: (write) => (write.kind === 'event' ? eventColumns(write.event) : undefined),
  otherwise: new Error('The event was not written'),
};
