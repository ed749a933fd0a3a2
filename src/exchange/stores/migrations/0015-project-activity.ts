import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * For pages that count a project's refusals. Most events are granted exchanges, which are not in it: those
 * cost no more than before.
 */
export const projectActivity: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('audit_event_scopes_project_others')
      .on('audit_event_scopes')
      .columns(['organization_id', 'project_id', 'seq', 'decision'])
      .where(sql<boolean>`decision <> 'granted'`)
      .execute();
  },
};
