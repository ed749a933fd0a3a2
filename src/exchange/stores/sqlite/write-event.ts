import type { DatabaseSync } from 'node:sqlite';
import type { EventWrite } from '../queries/audit-events.ts';
import { prepareInsert } from './prepare-insert.ts';

export function prepareEvent(database: DatabaseSync): (event: EventWrite) => void {
  const insert = prepareInsert(database, 'audit_events', [
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
  ]);
  const insertScope = prepareInsert(database, 'audit_event_scopes', [
    'organization_id',
    'seq',
    'project_id',
  ]);
  return ({ row, scopes }) => {
    const seq = Number(insert(row).lastInsertRowid);
    for (const scope of scopes) insertScope({ ...scope, seq });
  };
}
