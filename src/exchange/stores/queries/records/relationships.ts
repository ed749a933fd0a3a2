import { type Kysely, sql } from 'kysely';
import { weightOf } from '../../../policy/quotas.ts';
import { conditionsOf, fromJson, repositoryKey, toJson } from '../../columns.ts';
import type { RelationshipRecord, RelationshipRecords, RuleChange } from '../../ports/projects.ts';
import type { Database } from '../../schema.ts';
import { relationshipUsage } from '../relationship-usage.ts';
import { RELATIONSHIP_COLUMNS } from '../rule-columns.ts';
import { paged } from './page.ts';

/** Of a project's relationships that name another repository; they decide nothing. */
const MAX_OTHERS = 100;

export function relationshipRecords(db: Kysely<Database>): RelationshipRecords {
  const select = () => selectRules(db);
  return {
    async list(projectId, page) {
      const rows = select().where('r.project_id', '=', projectId);
      return (await paged(rows, 'r.id', page).execute()).map(record);
    },
    async find(id) {
      const row = await select().where('r.id', '=', id).executeTakeFirst();
      return row && record(row);
    },
    async listConcerned({ issuerId, repository, projectId, organizationId }) {
      const ofIssuer = select().where('r.issuer_id', '=', issuerId).orderBy('r.id');
      const key = repositoryKey(repository);
      const naming = await ofIssuer
        .where('p.organization_id', '=', organizationId)
        .where('r.repository_key', '=', key)
        .execute();
      const others = await ofIssuer
        .where('r.project_id', '=', projectId)
        .where('r.repository_key', '<>', key)
        .limit(MAX_OTHERS)
        .execute();
      return [...naming, ...others].map(record);
    },
    usage: (asked) => relationshipUsage(db, asked),
    async insert({ id, projectId, createdBy, createdAt, ...rule }) {
      await db
        .insertInto('trust_relationships')
        .values({
          ...columnsOf(rule),
          id,
          project_id: projectId,
          created_by: createdBy,
          created_at: createdAt,
          last_used_at: null,
          revision: 1,
        })
        .execute();
    },
    async update(id, rule) {
      await db
        .updateTable('trust_relationships')
        .set(({ eb }) => ({
          ...columnsOf(rule),
          revision: eb('revision', '+', 1),
          generation: generationUnder(rule.issuerId),
        }))
        .where('id', '=', id)
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('trust_relationships').where('id', '=', id).execute();
    },
  };
}

/**
 * A rule that goes to another issuer leaves behind what was issued under it: no switch of the new one
 * would end that. Grants know the sum of three generations only, so the rule takes along the old
 * issuer's, and one more: under no issuer is the sum ever again what it was.
 */
function generationUnder(issuerId: string) {
  return sql<number>`generation + case when issuer_id = ${issuerId} then 0
    else 1 + (select i.generation from issuers i where i.id = issuer_id) end`;
}

function selectRules(db: Kysely<Database>) {
  return db
    .selectFrom('trust_relationships as r')
    .innerJoin('issuers as i', 'i.id', 'r.issuer_id')
    .innerJoin('projects as p', 'p.id', 'r.project_id')
    .innerJoin('organizations as o', 'o.id', 'p.organization_id')
    .select([...RELATIONSHIP_COLUMNS, 'i.url as issuer']);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRules>['execute']>>[number];

function record({
  organization,
  project,
  conditions,
  permissions,
  ...row
}: Row): RelationshipRecord {
  return {
    ...row,
    project: `${organization}/${project}`,
    conditions: conditionsOf(conditions),
    permissions: fromJson(permissions),
  };
}

function columnsOf(rule: RuleChange) {
  return {
    issuer_id: rule.issuerId,
    repository: rule.repository,
    repository_key: repositoryKey(rule.repository),
    repository_id: rule.repositoryId,
    repository_owner_id: rule.repositoryOwnerId,
    conditions: toJson(rule.conditions),
    weight: weightOf(rule.conditions),
    permissions: toJson(rule.permissions),
    max_lifetime: rule.maxLifetime,
    mode: rule.mode,
    description: rule.description,
    expires_at: rule.expiresAt,
  };
}
