import { type Kysely, sql } from 'kysely';
import type { ProjectPath } from '../../../protocol/projects.ts';
import type { TrustRelationship } from '../../trust/relationship.ts';
import { conditionsOf, fromJson, repositoryKey } from '../columns.ts';
import type { ExchangeStore } from '../ports/exchanges.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';
import { generation } from './generation.ts';
import { RELATIONSHIP_COLUMNS } from './rule-columns.ts';

interface Key {
  /** URL. */
  issuer: string;
  key: string;
}

export function prepareFindRelationships(db: Kysely<Database>): ExchangeStore['findRelationships'] {
  const selectAll = prepareQuery(db, (wanted: Key) => ofAnyProject(db, wanted));
  const selectNamed = prepareNamed(db);
  return async (issuer, repository, projects = null) => {
    const wanted = { issuer, key: repositoryKey(repository) };
    const rows = projects ? await selectNamed(wanted, projects) : await selectAll(wanted);
    return rows.map(relationship);
  };
}

function ofAnyProject(db: Kysely<Database>, { issuer, key }: Key) {
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

/** The names of one project, under names of their own. */
type Names = Record<`organization${number}` | `project${number}`, string>;

type Row = Awaited<ReturnType<ReturnType<typeof ofAnyProject>['execute']>>[number];

/** Jobs name one project, seldom a few: a statement for each number that has come. */
function prepareNamed(
  db: Kysely<Database>,
): (wanted: Key, projects: readonly ProjectPath[]) => Promise<Row[]> {
  const prepared = new Map<number, (values: Key & Names) => Promise<Row[]>>();
  return async (wanted, projects) => {
    const paths = [...new Set(projects)];
    const select =
      prepared.get(paths.length) ??
      prepareQuery(db, (values: Key & Names) => ofNamedProjects(db, values, paths.length));
    prepared.set(paths.length, select);
    return await select({ ...wanted, ...namesOf(paths) });
  };
}

function namesOf(paths: readonly ProjectPath[]): Names {
  const names: Names = {};
  for (const [index, path] of paths.entries()) {
    const [organization = '', project = ''] = path.split('/');
    names[`organization${index}`] = organization;
    names[`project${index}`] = project;
  }
  return names;
}

/**
 * From the projects to their relationships: by way of the repository it would pass all that others have
 * written about it. In SQLite a cross join is not only a product, but also an order. In PostgreSQL an issuer that
 * is compared with an expression leads to no relationships, whatever the planner thinks before it has counted
 * what is new.
 */
function ofNamedProjects(db: Kysely<Database>, values: Key & Names, count: number) {
  const idOf = (index: number) =>
    db
      .selectFrom('organizations as named_o')
      .innerJoin('projects as named_p', 'named_p.organization_id', 'named_o.id')
      .select('named_p.id')
      .where('named_o.name', '=', values[`organization${index}`] ?? '')
      .where('named_p.name', '=', values[`project${index}`] ?? '');
  const others = Array.from({ length: count - 1 }, (_, index) => idOf(index + 1));
  const ids = others.reduce((union, other) => union.unionAll(other), idOf(0));
  return db
    .selectFrom('projects as p')
    .crossJoin('organizations as o')
    .crossJoin('trust_relationships as r')
    .crossJoin('issuers as i')
    .select([...RELATIONSHIP_COLUMNS, generation.as('generation')])
    .where('p.id', 'in', ids)
    .whereRef('o.id', '=', 'p.organization_id')
    .whereRef('r.project_id', '=', 'p.id')
    .where('r.repository_key', '=', values.key)
    .where('i.id', '=', sql<string>`r.issuer_id || ''`)
    .where('i.url', '=', values.issuer)
    .where('i.enabled', '=', 1)
    .orderBy('r.id');
}

function relationship(row: Row): TrustRelationship {
  return {
    id: row.id,
    projectId: row.projectId,
    organizationId: row.organizationId,
    project: `${row.organization}/${row.project}`,
    issuerId: row.issuerId,
    repository: row.repository,
    repositoryId: row.repositoryId,
    repositoryOwnerId: row.repositoryOwnerId,
    conditions: conditionsOf(row.conditions),
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
  };
}
