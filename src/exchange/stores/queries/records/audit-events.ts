import type { Kysely } from 'kysely';
import { repositoryKey } from '../../columns.ts';
import type { AuditFilter, AuditRecords } from '../../records/audit-events.ts';
import type { Database } from '../../schema.ts';
import { auditEvent, insertEvents, seqOf } from '../audit-events.ts';

export function auditRecords(db: Kysely<Database>): AuditRecords {
  return {
    append: (event) => insertEvents(db, [event]),
    async find(id) {
      const row = await db
        .selectFrom('audit_events')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row && auditEvent(row);
    },
    async search(filter, { before, limit }) {
      let events = matching(db, filter).selectAll('e').orderBy('e.seq', 'desc').limit(limit);
      if (before !== null) events = events.where('e.seq', '<', await seqOf(db, before));
      return (await events.execute()).map(auditEvent);
    },
  };
}

function matching(db: Kysely<Database>, filter: AuditFilter) {
  let events = db.selectFrom('audit_events as e');
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
