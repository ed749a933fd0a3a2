import type { Kysely } from 'kysely';
import type { AuditRecords } from '../../ports/audit-events.ts';
import type { Database } from '../../schema.ts';
import { auditEvent, insertEvents } from '../audit-events.ts';
import { findEvents } from '../find-events.ts';

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
    search: (filter, { before, limit }) =>
      findEvents(db, filter, { order: 'desc', after: before, limit }),
  };
}
