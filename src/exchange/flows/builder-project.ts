import type { ProjectPath } from '../../protocol/projects.ts';
import { Refusal } from '../refusal.ts';
import type { LiveToken, OpenProject } from './live-token.ts';
import { projectNotOpen } from './project-not-open.ts';

/** The project whose builder is meant: the one that was named, or the only one that the token builds in. */
export async function builderProject(
  live: LiveToken,
  named: ProjectPath | undefined,
): Promise<OpenProject> {
  const open = await live.opens(named === undefined ? null : [named]);
  if (open.length === 0) throw await projectNotOpen(live, named);
  const [project, ...others] = open.filter(({ permissions }) => permissions.includes('build'));
  if (!project) throw notPermitted(open);
  if (others.length > 0)
    throw new Refusal(
      'malformed_request',
      `The token builds in ${1 + others.length} projects, ${project.project} among them; name one of them as project.`,
    );
  return project;
}

function notPermitted(open: readonly OpenProject[]): Refusal {
  const where = open.length === 1 && open[0] ? `project ${open[0].project}` : 'its projects';
  return new Refusal(
    'permission_not_granted',
    `The token lacks the permission build in ${where}; use one that has it, or have it granted by the trust relationship.`,
  );
}
