import type { Kysely, Selectable } from 'kysely';
import type { AuditEvent } from '../../audit/event.ts';
import { fromJson, repositoryKey, toJson } from '../columns.ts';
import type { AuditQuery } from '../port.ts';
import type { AuditFilter } from '../records/audit-events.ts';
import type { AuditEventScopeTable, AuditEventTable, Database } from '../schema.ts';

/** The database numbers the rows. */
export type AuditEventRow = Omit<Selectable<AuditEventTable>, 'seq'>;

/** Without the number of the event that they belong to. */
export type AuditScopeRow = Omit<Selectable<AuditEventScopeTable>, 'seq'>;

/** An event as the rows that it becomes. */
export interface EventWrite {
  row: AuditEventRow;
  scopes: readonly AuditScopeRow[];
}

/**
 * `seq` must be the order of commits, or an event that is committed after a later one was exported
 * is skipped for ever. SQLite has one writer, so it is. PostgreSQL hands out numbers before the
 * commit: there, take an advisory lock for the insert, or list no further than the oldest transaction
 * under way (`pg_snapshot_xmin`).
 */
export async function listEvents(
  db: Kysely<Database>,
  { after, limit, filter }: AuditQuery,
): Promise<AuditEvent[]> {
  let events = matchingEvents(db, filter).orderBy('e.seq').limit(limit);
  if (after !== undefined) events = events.where('e.seq', '>', await seqOf(db, after));
  return (await events.execute()).map(auditEvent);
}

/** Those that match `filter`, all of them without one, in no particular order. */
export function matchingEvents(db: Kysely<Database>, filter?: AuditFilter) {
  let events = db.selectFrom('audit_events as e').selectAll('e');
  if (!filter) return events;
  const { organizationId, projectId, repository, runId, decision, since, until } = filter;
  if (organizationId !== null)
    events = events.where(({ exists, selectFrom }) => {
      const scope = selectFrom('audit_event_scopes as s')
        .select('s.seq')
        .whereRef('s.seq', '=', 'e.seq')
        .where('s.organization_id', '=', organizationId);
      return exists(projectId === null ? scope : scope.where('s.project_id', '=', projectId));
    });
  if (repository !== null)
    events = events.where('e.repository_key', '=', repositoryKey(repository));
  if (runId !== null) events = events.where('e.run_id', '=', runId);
  if (decision !== null) events = events.where('e.decision', '=', decision);
  if (since !== null) events = events.where('e.time', '>=', since);
  if (until !== null) events = events.where('e.time', '<', until);
  return events;
}

export async function seqOf(db: Kysely<Database>, id: string): Promise<number> {
  const row = await db
    .selectFrom('audit_events')
    .select('seq')
    .where('id', '=', id)
    .executeTakeFirstOrThrow(() => new Error(`There is no audit event ${id}`));
  return row.seq;
}

/** One statement each: both databases limit the parameters of one, and `apply` may change thousands. */
export async function insertEvents(
  db: Kysely<Database>,
  events: readonly AuditEvent[],
): Promise<void> {
  for (const event of events) await insertEvent(db, event);
}

async function insertEvent(db: Kysely<Database>, event: AuditEvent): Promise<void> {
  const { seq } = await db
    .insertInto('audit_events')
    .values(auditEventRow(event))
    .returning('seq')
    .executeTakeFirstOrThrow();
  const scopes = auditScopeRows(event).map((scope) => ({ ...scope, seq }));
  if (scopes.length > 0) await db.insertInto('audit_event_scopes').values(scopes).execute();
}

export function auditEventRow(event: AuditEvent): AuditEventRow {
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
    detail: toJson(event.detail ?? null),
    repository_key: event.claims?.repository ? repositoryKey(event.claims.repository) : null,
    run_id: event.claims?.run_id ?? null,
  };
}

export function auditScopeRows({ scopes }: AuditEvent): AuditScopeRow[] {
  return scopes.map(({ organizationId, projectId }) => ({
    organization_id: organizationId,
    project_id: projectId ?? '',
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
