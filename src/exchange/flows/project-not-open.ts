import type { ProjectPath } from '../../protocol/projects.ts';
import { Refusal } from '../refusal.ts';
import type { LiveToken } from '../tokens/live-token.ts';
import { tokenEventFields } from './token-event-fields.ts';

/** Why a token opens none of what was asked for: `missing`, or, if nothing was named, any project. */
export async function projectNotOpen(
  live: LiveToken,
  missing: ProjectPath | undefined,
): Promise<Refusal> {
  const asked = missing === undefined ? tokenEventFields(live.stored).projects : [missing];
  const [closed] = await live.keptOutOf(asked);
  if (closed)
    return new Refusal(
      'oidc_only',
      `Project ${closed.project} refuses what comes from user access tokens and project tokens; exchange the ID token of a job.`,
    );
  return new Refusal(
    'project_not_granted',
    missing === undefined
      ? 'The token opens no project any more; use another one.'
      : `The token does not open project ${missing}; ask for one that it opens, or use another token.`,
  );
}
