import type { Kysely } from 'kysely';
import type { TrustRelationship } from '../../trust/relationship.ts';
import { fromJson, repositoryKey } from '../columns.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';
import { generation } from './generation.ts';
import { RELATIONSHIP_COLUMNS } from './rule-columns.ts';

interface Key {
  /** URL. */
  issuer: string;
  key: string;
}

export function prepareFindRelationships(
  db: Kysely<Database>,
): (issuer: string, repository: string) => Promise<TrustRelationship[]> {
  const select = prepareQuery(db, (wanted: Key) => selectRelationships(db, wanted));
  return async (issuer, repository) => {
    const rows = await select({ issuer, key: repositoryKey(repository) });
    return rows.map((row) => ({
      id: row.id,
      projectId: row.projectId,
      organizationId: row.organizationId,
      project: `${row.organization}/${row.project}`,
      issuerId: row.issuerId,
      repository: row.repository,
      repositoryId: row.repositoryId,
      repositoryOwnerId: row.repositoryOwnerId,
      conditions: fromJson(row.conditions),
      permissions: fromJson(row.permissions),
      maxLifetime: row.maxLifetime,
      mode: row.mode,
      description: row.description,
      expiresAt: row.expiresAt,
      createdBy: row.createdBy,
      createdAt: row.createdAt,
      lastUsedAt: row.lastUsedAt,
      revision: row.revision,
      generation: row.generation,
    }));
  };
}

function selectRelationships(db: Kysely<Database>, { issuer, key }: Key) {
  return db
    .selectFrom('trust_relationships as r')
    .innerJoin('projects as p', 'p.id', 'r.project_id')
    .innerJoin('organizations as o', 'o.id', 'p.organization_id')
    .innerJoin('issuers as i', 'i.id', 'r.issuer_id')
    .select([...RELATIONSHIP_COLUMNS, generation.as('generation')])
    .where('i.url', '=', issuer)
    .where('i.enabled', '=', 1)
    .where('r.repository_key', '=', key)
    .orderBy('r.id');
}
