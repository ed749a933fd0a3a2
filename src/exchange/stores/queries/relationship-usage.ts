import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import type { RelationshipUsage } from '../../policy/quotas.ts';
import { repositoryKey } from '../columns.ts';
import type { RelationshipPlace } from '../records/projects.ts';
import type { Database } from '../schema.ts';

/** Out of an index that has all of it: what an organization's relationships say is not read. */
export async function relationshipUsage(
  db: Kysely<Database>,
  { organizationId, projectId, repository }: RelationshipPlace,
): Promise<RelationshipUsage> {
  const ofProject = sql<SqlBool>`r.project_id = ${projectId}`;
  const ofRepository = sql<SqlBool>`r.repository_key = ${repositoryKey(repository)}`;
  return await db
    .selectFrom('projects as p')
    // In SQLite not only a product, but also an order: what stands first leads.
    .crossJoin('trust_relationships as r')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere(ofRepository).as('repositoryRelationships'),
      weight(ofRepository).as('repositoryConditions'),
      fn.countAll<number>().filterWhere(ofProject).as('projectRelationships'),
      weight(ofProject).as('projectConditions'),
      fn.countAll<number>().as('organizationRelationships'),
      weight(sql`true`).as('organizationConditions'),
    ])
    .whereRef('r.project_id', '=', 'p.id')
    .where('p.organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
}

/** Of none the sum is null, and PostgreSQL's has a type of its own. */
function weight(which: Expression<SqlBool>) {
  return sql<number>`cast(coalesce(sum(r.weight) filter (where ${which}), 0) as bigint)`;
}
