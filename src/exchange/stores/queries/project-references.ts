import type { Kysely } from 'kysely';
import type { ProjectPath } from '../../../protocol/projects.ts';
import type { ProjectReference } from '../port.ts';
import type { Database } from '../schema.ts';

/** Projects of these organizations; `only`: no others than these. In the order of their names. */
export async function findProjects(
  db: Kysely<Database>,
  organizationIds: readonly string[],
  only: readonly ProjectPath[] | null,
): Promise<ProjectReference[]> {
  if (organizationIds.length === 0 || only?.length === 0) return [];
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
    .where('p.organization_id', 'in', organizationIds)
    .orderBy('o.name')
    .orderBy('p.name');
  if (only)
    query = query.where((project) =>
      project.or(
        only.map((path) => {
          const [organization = '', name = ''] = path.split('/');
          return project.and([project('o.name', '=', organization), project('p.name', '=', name)]);
        }),
      ),
    );
  const rows = await query.execute();
  return rows.map(({ organization, project, oidcOnly, ...ids }) => ({
    ...ids,
    project: `${organization}/${project}`,
    oidcOnly: oidcOnly === 1,
  }));
}
