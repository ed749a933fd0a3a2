import type { Kysely } from 'kysely';
import type { ProjectPath } from '../../../protocol/projects.ts';
import type { ProjectReference } from '../../tokens/token-store.ts';
import type { Database } from '../schema.ts';

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
