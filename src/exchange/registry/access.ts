import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import {
  REGISTRY_ACTIONS,
  type RegistryAccess,
  type RegistryAction,
} from '../../protocol/registry-token.ts';
import type { RepositoryScope } from './scope.ts';

/** A project with what a token may do there. */
export interface CoveredProject {
  project: ProjectPath;
  permissions: readonly Permission[];
}

/**
 * Of what is wanted, what the covered projects allow; one entry for each repository, however often it
 * was named. What is not allowed is left out: the registry compares, and refuses what is missing.
 */
export function grantAccess(
  wanted: readonly RepositoryScope[],
  covered: readonly CoveredProject[],
): RegistryAccess[] {
  const permissionsIn = new Map(covered.map(({ project, permissions }) => [project, permissions]));
  const byRepository = Map.groupBy(
    wanted,
    ({ repository, resourceClass }) => `${resourceClass ?? ''}:${repository}`,
  );
  return [...byRepository.values()].flatMap((scopes) => {
    const [first] = scopes;
    if (!first) return [];
    const permitted = permissionsIn.get(first.project) ?? [];
    const asked = new Set<RegistryAction>(scopes.flatMap(({ actions }) => actions));
    const actions = REGISTRY_ACTIONS.filter(
      (action) => asked.has(action) && permitted.includes(action),
    );
    return actions.length > 0 ? [entry(first, actions)] : [];
  });
}

function entry(
  { repository, resourceClass }: RepositoryScope,
  actions: RegistryAction[],
): RegistryAccess {
  return {
    type: 'repository',
    ...(resourceClass !== null && { class: resourceClass }),
    name: repository,
    actions,
  };
}
