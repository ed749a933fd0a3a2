import type { Kysely, Selectable } from 'kysely';
import { boundedDetail } from '../../audit/bounded-detail.ts';
import { type AuditEvent, runIdOf } from '../../audit/event.ts';
import { fromJson, repositoryKey, toJson } from '../columns.ts';
import type { AuditEventScopeTable, AuditEventTable, Database } from '../schema.ts';
import { inBatches } from './in-batches.ts';

/** The database numbers the rows. */
export type AuditEventRow = Omit<Selectable<AuditEventTable>, 'seq'>;

/** Every column of such a row, for statements in plain SQL. */
export const EVENT_COLUMNS = [
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
] as const satisfies readonly (keyof AuditEventRow)[];

/** The same of its scopes. */
export const SCOPE_COLUMNS = [
  'organization_id',
  'project_id',
  'decision',
  'repository_key',
  'run_id',
] as const satisfies readonly (keyof AuditScopeRow)[];

/** Without the number of the event that they belong to. */
type AuditScopeRow = Omit<Selectable<AuditEventScopeTable>, 'seq'>;

/** An event as the rows that it becomes. */
export interface EventWrite {
  row: AuditEventRow;
  scopes: readonly AuditScopeRow[];
}

/** In the order in which they are given. */
export async function insertEvents(
  db: Kysely<Database>,
  events: readonly AuditEvent[],
): Promise<void> {
  for (const batch of inBatches(events.map(eventWrite))) {
    const numbered = await db
      .insertInto('audit_events')
      .values(batch.map(({ row }) => row))
      .returning(['id', 'seq'])
      .execute();
    // Rows may come back in any order (https://www.sqlite.org/lang_returning.html).
    const seqs = new Map(numbered.map(({ id, seq }) => [id, seq]));
    const scopes = batch.flatMap(({ row, scopes }) =>
      scopes.map((scope) => ({ ...scope, seq: seqs.get(row.id) ?? 0 })),
    );
    for (const rows of inBatches(scopes))
      await db.insertInto('audit_event_scopes').values(rows).execute();
  }
}

export function eventWrite(event: AuditEvent): EventWrite {
  const row = auditEventRow(event);
  return { row, scopes: auditScopeRows(event, row) };
}

function auditEventRow(event: AuditEvent): AuditEventRow {
  return {
    id: event.id,
    time: event.time,
    action: event.action,
    decision: event.decision,
    reason: event.reason,
    actor: event.actor,
    issuer: event.issuer,
    claims: event.claims && toJson(event.claims),
    scopes: toJson(event.scopes),
    projects: toJson(event.projects),
    permissions: toJson(event.permissions),
    relationships: toJson(event.relationships),
    would_grant: toJson(event.wouldGrant),
    token_hash_prefix: event.tokenHashPrefix,
    client_address: event.clientAddress,
    detail: toJson(boundedDetail(event.detail ?? null)),
    repository_key: event.claims?.repository ? repositoryKey(event.claims.repository) : null,
    run_id: runIdOf(event),
  };
}

function auditScopeRows({ scopes }: AuditEvent, row: AuditEventRow): AuditScopeRow[] {
  const { decision, repository_key, run_id } = row;
  return scopes.map(({ organizationId, projectId }) => ({
    organization_id: organizationId,
    project_id: projectId ?? '',
    decision,
    repository_key,
    run_id,
  }));
}

export function auditEvent(row: AuditEventRow): AuditEvent {
  return {
    id: row.id,
    time: row.time,
    action: row.action,
    decision: row.decision,
    reason: row.reason,
    actor: row.actor,
    issuer: row.issuer,
    claims: row.claims && fromJson(row.claims),
    scopes: fromJson(row.scopes),
    projects: fromJson(row.projects),
    permissions: fromJson(row.permissions),
    relationships: fromJson(row.relationships),
    wouldGrant: fromJson(row.would_grant),
    tokenHashPrefix: row.token_hash_prefix,
    clientAddress: row.client_address,
    detail: fromJson(row.detail),
  };
}
