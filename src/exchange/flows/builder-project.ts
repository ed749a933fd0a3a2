import type { ProjectPath } from '../../protocol/projects.ts';
import { Refusal } from '../refusal.ts';
import type { LiveToken, OpenProject } from '../tokens/live-token.ts';
import { projectNotOpen } from './project-not-open.ts';
import { projectRequired } from './project-required.ts';

/** The project whose builder is meant: source and secrets of the build go there, so the job names it. */
export async function builderProject(
  live: LiveToken,
  named: ProjectPath | undefined,
): Promise<OpenProject> {
  if (named === undefined)
    throw projectRequired(
      'Set the input `project` of the action, or `project` in the body, to the project whose builder you need.',
    );
  const [project] = await live.opens([named]);
  if (!project) throw await projectNotOpen(live, named);
  if (project.permissions.includes('build')) return project;
  throw new Refusal(
    'permission_not_granted',
    `The token lacks the permission build in project ${named}; use one that has it, or have it granted by the trust relationship.`,
  );
}
