import { type Kysely, sql } from 'kysely';
import type { RelationshipUsage } from '../../policy/quotas.ts';
import { repositoryKey } from '../columns.ts';
import type { RelationshipPlace } from '../ports/projects.ts';
import type { Database } from '../schema.ts';

/** Out of an index that has all of it: what an organization's relationships say is not read. */
export async function relationshipUsage(
  db: Kysely<Database>,
  { organizationId, projectId, repository }: RelationshipPlace,
): Promise<RelationshipUsage> {
  const ofProject = db
    .selectFrom('trust_relationships as r')
    .where('r.project_id', '=', projectId)
    .select([COUNT, WEIGHT]);
  const ofOrganization = db
    .selectFrom('projects as p')
    // In SQLite not only a product, but also an order: what stands first leads.
    .crossJoin('trust_relationships as r')
    .whereRef('r.project_id', '=', 'p.id')
    .where('p.organization_id', '=', organizationId)
    .select([COUNT, WEIGHT]);
  const ofRepository = ofOrganization.where('r.repository_key', '=', repositoryKey(repository));
  return await db
    .selectFrom([
      ofRepository.as('repository'),
      ofProject.as('project'),
      ofOrganization.as('organization'),
    ])
    .select([
      'repository.count as repositoryRelationships',
      'repository.weight as repositoryConditions',
      'project.count as projectRelationships',
      'project.weight as projectConditions',
      'organization.count as organizationRelationships',
      'organization.weight as organizationConditions',
    ])
    .executeTakeFirstOrThrow();
}

const COUNT = sql<number>`count(*)`.as('count');

/** Of none the sum is null, and PostgreSQL's has a type of its own. */
const WEIGHT = sql<number>`cast(coalesce(sum(r.weight), 0) as bigint)`.as('weight');
