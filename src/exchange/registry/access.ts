import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import {
  REGISTRY_ACTIONS,
  type RegistryAccess,
  type RegistryAction,
} from '../../protocol/registry-token.ts';
import type { RepositoryScope, RequestedScope } from './scope.ts';

/** A project with what a token may do there. */
interface CoveredProject {
  project: ProjectPath;
  permissions: readonly Permission[];
}

/**
 * Of what is wanted, what the covered projects allow; one entry for each repository, however often it
 * was named.
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

/**
 * Those of the scopes for want of which the request is to be refused. Pulls are also asked for on the
 * chance, to mount layers or because of an image that was pulled before; it is enough that one of them is
 * granted. Whoever asks to push or to delete is about to do it: with less, the registry would refuse later,
 * without saying why.
 */
export function deniedScopes(
  scopes: readonly RequestedScope[],
  access: readonly RegistryAccess[],
): readonly RequestedScope[] {
  const denied = scopes.filter((scope) => !scope.pullsOnly && !isGranted(scope, access));
  return denied.length === 0 && access.length === 0 ? scopes : denied;
}

/** Whether all of it is granted. */
export function isGranted({ wanted }: RequestedScope, access: readonly RegistryAccess[]): boolean {
  return (
    wanted?.actions.every((action) =>
      access.some(({ name, actions }) => name === wanted.repository && actions.includes(action)),
    ) ?? false
  );
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
