import { type Permission, sortPermissions } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { Refusal } from '../refusal.ts';
import type { LiveToken, OpenProject } from '../tokens/live-token.ts';
import type { ExchangeRequest } from './exchange-request.ts';
import { projectNotOpen } from './project-not-open.ts';
import { projectRequired } from './project-required.ts';

/** All that was asked for, or a Refusal; where nothing was asked for, all that can be had. */
export async function narrowGrants(
  parent: LiveToken,
  request: ExchangeRequest,
): Promise<OpenProject[]> {
  const open = await parent.opens(projectsAsked(parent, request));
  const missing = request.projects?.find((path) => open.every(({ project }) => project !== path));
  if (missing !== undefined || open.length === 0) throw await projectNotOpen(parent, missing);
  const { permissions } = request;
  const able = open.filter((project) => holds(project, permissions));
  const unable = open.find((project) => !holds(project, permissions));
  if (unable && (request.projects || able.length === 0)) throw notPermitted(unable, permissions);
  return able.map((project) => ({
    ...project,
    permissions: sortPermissions(permissions ?? project.permissions),
  }));
}

/** A user's projects are many, and more tomorrow: whoever narrows such a token says to what. */
function projectsAsked(
  { stored }: LiveToken,
  { projects }: ExchangeRequest,
): readonly ProjectPath[] | null {
  if (projects === null && stored.kind === 'user')
    throw projectRequired(
      'Name the projects with the parameter `resource`; a user access token is narrowed to those.',
    );
  return projects;
}

function holds({ permissions }: OpenProject, wanted: readonly Permission[] | null): boolean {
  return wanted?.every((permission) => permissions.includes(permission)) ?? true;
}

function notPermitted(
  { project, permissions }: OpenProject,
  wanted: readonly Permission[] | null,
): Refusal {
  const beyond = wanted?.filter((permission) => !permissions.includes(permission)) ?? [];
  return new Refusal(
    'permission_not_granted',
    `In project ${project} the token has ${permissions.join(', ')}, and not ${beyond.join(', ')}; ask for less.`,
  );
}
