import { type Kysely, sql } from 'kysely';
import type { ProjectPath } from '../../../protocol/projects.ts';
import { type RelationshipUsage, weightOf } from '../../policy/quotas.ts';
import type { Grant, TrustRelationship } from '../../trust/relationship.ts';
import { conditionsOf, fromJson, repositoryKey, toJson } from '../columns.ts';
import type { ExchangeStore } from '../ports/exchanges.ts';
import type {
  NewRelationship,
  RelationshipChange,
  RelationshipPlace,
  RelationshipRecord,
  RelationshipRecords,
} from '../ports/trust-relationships.ts';
import { prepareQuery } from '../prepared-query.ts';
import type { Database } from '../schema.ts';
import { inBatches } from './in-batches.ts';
import { COUNT, paged } from './lists.ts';

/** What makes a trust relationship, in a query over trust relationships `r`. */
const RELATIONSHIP_TERM_COLUMNS = [
  'r.id',
  'r.project_id as projectId',
  'r.repository',
  'r.repository_id as repositoryId',
  'r.repository_owner_id as repositoryOwnerId',
  'r.conditions',
  'r.permissions',
  'r.max_lifetime as maxLifetime',
  'r.mode',
  'r.description',
  'r.expires_at as expiresAt',
] as const;

/** Where it belongs and what became of it; with its project `p` and that one's organization `o`. */
const RELATIONSHIP_COLUMNS = [
  ...RELATIONSHIP_TERM_COLUMNS,
  'p.organization_id as organizationId',
  'o.name as organization',
  'p.name as project',
  'r.issuer_id as issuerId',
  'r.created_by as createdBy',
  'r.created_at as createdAt',
  'r.last_used_at as lastUsedAt',
  'r.revision',
] as const;

/** Of whatever is granted now, in a query over issuers `i`, projects `p` and trust relationships `r`. */
export const generation = sql<number>`(i.generation + p.generation + r.generation)`;

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

/** `issuer` is a URL. */
type Job = { issuer: string; key: string } & Grant['ids'];

type Pinned = [repository: boolean, owner: boolean];

const PINNED: [Pinned, ...Pinned[]] = [
  [true, true],
  [true, false],
  [false, true],
  [false, false],
];

export function prepareIsTrusted(db: Kysely<Database>): ExchangeStore['isTrusted'] {
  const select = prepareQuery(db, (job: Job) => trusting(db, job));
  return async (issuer, { repository, ...ids }) =>
    (await select({ issuer, key: repositoryKey(repository), ...ids })).length > 0;
}

/** By four look-ups in an index, however many relationships pin other ids under the same name. */
function trusting(db: Kysely<Database>, job: Job) {
  const issuer = db
    .selectFrom('issuers as i')
    .select('i.id')
    .where('i.url', '=', job.issuer)
    .where('i.enabled', '=', 1);
  const pinning = ([repository, owner]: Pinned) => {
    const named = db
      .selectFrom('trust_relationships as r')
      .select('r.id')
      .where('r.issuer_id', '=', issuer)
      .where('r.repository_key', '=', job.key);
    const ofRepository = repository
      ? named.where('r.repository_id', '=', job.repositoryId)
      : named.where('r.repository_id', 'is', null);
    return owner
      ? ofRepository.where('r.repository_owner_id', '=', job.repositoryOwnerId)
      : ofRepository.where('r.repository_owner_id', 'is', null);
  };
  const [both, ...others] = PINNED;
  return others.reduce((union, other) => union.unionAll(pinning(other)), pinning(both)).limit(1);
}

/** Of a project's relationships that name another repository; they decide nothing. */
const MAX_OTHERS = 100;

export function relationshipRecords(db: Kysely<Database>): RelationshipRecords {
  const select = () => selectRules(db);
  const insertAll = async (relationships: readonly NewRelationship[]) => {
    for (const rows of inBatches(relationships.map(newRow)))
      await db.insertInto('trust_relationships').values(rows).execute();
  };
  return {
    async list(projectId, page) {
      const rows = select().where('r.project_id', '=', projectId);
      return (await paged(rows, 'r.id', page).execute()).map(record);
    },
    async listOfOrganization(organizationId, search, page) {
      const rows = select().where('p.organization_id', '=', organizationId);
      const found = search === null ? rows : rows.where(namesContain(search));
      return (await paged(found, 'r.id', page).execute()).map(record);
    },
    all: async () => (await select().orderBy('r.id').execute()).map(record),
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
    insert: (relationship) => insertAll([relationship]),
    insertAll,
    async update(id, relationship) {
      await db
        .updateTable('trust_relationships')
        .set(({ eb }) => ({
          ...columnsOf(relationship),
          revision: eb('revision', '+', 1),
          generation: generationUnder(relationship.issuerId),
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
 * A relationship that goes to another issuer leaves behind what was issued under it: no switch of the new one
 * would end that. Grants know the sum of three generations only, so the relationship takes along the old
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

type RecordRow = Awaited<ReturnType<ReturnType<typeof selectRules>['execute']>>[number];

function record({
  organization,
  project,
  conditions,
  permissions,
  ...row
}: RecordRow): RelationshipRecord {
  return {
    ...row,
    project: `${organization}/${project}`,
    conditions: conditionsOf(conditions),
    permissions: fromJson(permissions),
  };
}

function newRow({ id, projectId, createdBy, createdAt, ...relationship }: NewRelationship) {
  return {
    ...columnsOf(relationship),
    id,
    project_id: projectId,
    created_by: createdBy,
    created_at: createdAt,
    last_used_at: null,
    revision: 1,
  };
}

function columnsOf(relationship: RelationshipChange) {
  return {
    issuer_id: relationship.issuerId,
    repository: relationship.repository,
    repository_key: repositoryKey(relationship.repository),
    repository_id: relationship.repositoryId,
    repository_owner_id: relationship.repositoryOwnerId,
    conditions: toJson(relationship.conditions),
    weight: weightOf(relationship.conditions),
    permissions: toJson(relationship.permissions),
    max_lifetime: relationship.maxLifetime,
    mode: relationship.mode,
    description: relationship.description,
    expires_at: relationship.expiresAt,
  };
}

/** Both are stored in lower case. */
function namesContain(search: string) {
  const pattern = `%${repositoryKey(search).replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`(r.repository_key like ${pattern} escape '\\'
    or o.name || '/' || p.name like ${pattern} escape '\\')`;
}

/** Out of an index that has all of it: what an organization's relationships say is not read. */
async function relationshipUsage(
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

/** Of none the sum is null, and PostgreSQL's has a type of its own. */
const WEIGHT = sql<number>`cast(coalesce(sum(r.weight), 0) as bigint)`.as('weight');
