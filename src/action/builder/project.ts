import type { ProjectPath } from '../../protocol/projects.ts';
import { Failure } from '../failure.ts';
import type { Inputs } from '../inputs.ts';
import type { Pass } from '../pass.ts';

/**
 * The project whose builder is meant: the one that `project` names, else the only one in which the
 * token may build. Undefined if there is none such: the exchange has the words, and the record.
 */
export function projectOf(
  { projects: [named] }: Pick<Inputs, 'projects'>,
  { grants }: Pick<Pass, 'grants'>,
): ProjectPath | undefined {
  if (named) return named;
  const open = grants
    .filter(({ permissions }) => permissions.includes('build'))
    .map(({ project }) => project);
  if (open.length > 1)
    throw new Failure(
      'inputs_invalid',
      `\`builder\` needs one project, and this token may build in several: ${open.join(', ')}.`,
      { next: 'Set `project` to the one whose builder this step needs; take a step for each.' },
    );
  return open[0];
}
