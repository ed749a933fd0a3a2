import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A page of an organization's projects, without sorting all of them for each. */
export const projectsInOrder: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('projects_in_order')
      .on('projects')
      .columns(['organization_id', 'id'])
      .execute();
  },
};
