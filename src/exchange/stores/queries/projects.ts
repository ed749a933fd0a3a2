import { type Kysely, sql } from 'kysely';
import type { ProjectPath } from '../../../protocol/projects.ts';
import type { ProjectReference } from '../../tokens/token-store.ts';
import { toFlag } from '../columns.ts';
import type { ProjectRecord, ProjectRecords } from '../ports/projects.ts';
import type { Database } from '../schema.ts';
import { COUNT, countOf, paged } from './lists.ts';

export function projectRecords(db: Kysely<Database>): ProjectRecords {
  const select = () =>
    db
      .selectFrom('projects as p')
      .innerJoin('organizations as o', 'o.id', 'p.organization_id')
      .select([
        'p.id',
        'p.organization_id as organizationId',
        'o.name as organization',
        'p.name',
        'p.oidc_only as oidcOnly',
        'p.created_at as createdAt',
      ]);
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];
  const record = (row: Row): ProjectRecord => ({ ...row, oidcOnly: row.oidcOnly === 1 });
  return {
    async list(organizationId, page) {
      const rows = select().where('p.organization_id', '=', organizationId);
      return (await paged(rows, 'p.id', page).execute()).map(record);
    },
    async listAmong(organizationIds, page, containing) {
      if (organizationIds?.length === 0) return [];
      let rows = select();
      if (organizationIds) rows = rows.where('p.organization_id', 'in', organizationIds);
      if (containing !== undefined) rows = rows.where(pathContains(containing));
      return (await paged(rows, 'p.id', page).execute()).map(record);
    },
    all: async () => (await select().orderBy('p.id').execute()).map(record),
    async find(id) {
      const row = await select().where('p.id', '=', id).executeTakeFirst();
      return row && record(row);
    },
    async findByName(organizationId, name) {
      const row = await select()
        .where('p.organization_id', '=', organizationId)
        .where('p.name', '=', name)
        .executeTakeFirst();
      return row && record(row);
    },
    async insert({ id, organizationId, name, oidcOnly, createdAt }) {
      await db
        .insertInto('projects')
        .values({
          id,
          organization_id: organizationId,
          name,
          oidc_only: toFlag(oidcOnly),
          created_at: createdAt,
        })
        .execute();
    },
    async update(id, { name, oidcOnly }) {
      await db
        .updateTable('projects')
        .set({ name, oidc_only: toFlag(oidcOnly) })
        .where('id', '=', id)
        .execute();
    },
    async remove(id) {
      await db.deleteFrom('projects').where('id', '=', id).execute();
    },
    count: (organizationId) =>
      countOf(
        db.selectFrom('projects').select(COUNT).where('organization_id', '=', organizationId),
      ),
  };
}

/** Names are lower-case. */
function pathContains(part: string) {
  const pattern = `%${part.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`o.name || '/' || p.name like ${pattern} escape '\\'`;
}

/** As `findProjects` of stores/port.ts. */
export async function findProjects(
  db: Kysely<Database>,
  organizationIds: readonly string[] | null,
  only: readonly ProjectPath[] | null,
): Promise<ProjectReference[]> {
  if (organizationIds?.length === 0 || only?.length === 0) return [];
  const wanted = only && new Set<string>(only);
  let query = db
    .selectFrom('projects as p')
    .innerJoin('organizations as o', 'o.id', 'p.organization_id')
    .select([
      'p.id as projectId',
      'p.organization_id as organizationId',
      'o.name as organization',
      'p.name as project',
      'p.oidc_only as oidcOnly',
    ])
    .orderBy('o.name')
    .orderBy('p.name');
  if (organizationIds) query = query.where('p.organization_id', 'in', organizationIds);
  // By either name alone, which the indexes answer; the pairs are sorted out below.
  if (only)
    query = query.where('o.name', 'in', namesAt(only, 0)).where('p.name', 'in', namesAt(only, 1));
  return (await query.execute())
    .map(
      ({ organization, project, oidcOnly, ...ids }): ProjectReference => ({
        ...ids,
        project: `${organization}/${project}`,
        oidcOnly: oidcOnly === 1,
      }),
    )
    .filter(({ project }) => wanted?.has(project) ?? true);
}

function namesAt(paths: readonly ProjectPath[], segment: 0 | 1): string[] {
  return [...new Set(paths.map((path) => path.split('/')[segment] ?? ''))];
}
