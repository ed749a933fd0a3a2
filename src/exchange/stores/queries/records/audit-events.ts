import type { Kysely } from 'kysely';
import type { AuditRecords } from '../../records/audit-events.ts';
import type { Database } from '../../schema.ts';
import { auditEvent, insertEvents, matchingEvents, seqOf } from '../audit-events.ts';

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
      let events = matchingEvents(db, filter).orderBy('e.seq', 'desc').limit(limit);
      if (before !== null) events = events.where('e.seq', '<', await seqOf(db, before));
      return (await events.execute()).map(auditEvent);
    },
  };
}
