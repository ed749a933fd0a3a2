import type { DatabaseSync } from 'node:sqlite';
import { EVENT_COLUMNS, type EventWrite, SCOPE_COLUMNS } from '../queries/audit-events.ts';
import { prepareInsert } from './prepare-insert.ts';

export function prepareEvent(database: DatabaseSync): (event: EventWrite) => void {
  const insert = prepareInsert(database, 'audit_events', EVENT_COLUMNS);
  const insertScope = prepareInsert(database, 'audit_event_scopes', ['seq', ...SCOPE_COLUMNS]);
  return ({ row, scopes }) => {
    const seq = Number(insert(row).lastInsertRowid);
    for (const scope of scopes) insertScope({ ...scope, seq });
  };
}
