import type { ProjectPath } from '../../protocol/projects.ts';
import { Refusal } from '../refusal.ts';
import type { LiveToken } from './live-token.ts';
import type { StoredToken } from './token-store.ts';

/** Why a token opens none of what was asked for: `missing`, or, if nothing was named, any project. */
export async function projectNotOpen(
  live: LiveToken,
  missing: ProjectPath | undefined,
): Promise<Refusal> {
  const asked = missing === undefined ? projectsOf(live.stored) : [missing];
  const [closed] = await live.oidcOnlyAmong(asked);
  if (closed) return oidcOnly(closed.project);
  return new Refusal(
    'project_not_granted',
    missing === undefined
      ? 'The token opens no project any more; use another one.'
      : `The token does not open project ${missing}; ask for one that it opens, or use another token.`,
  );
}

export function oidcOnly(
  project: ProjectPath,
  details?: ConstructorParameters<typeof Refusal>[2],
): Refusal {
  return new Refusal(
    'oidc_only',
    `Project ${project} refuses what comes from user access tokens and project tokens; exchange the ID token of a job.`,
    details,
  );
}

/** Those that it was issued for; a user access token was issued for none. */
function projectsOf(token: StoredToken): ProjectPath[] {
  switch (token.kind) {
    case 'build':
      return token.grants.map(({ project }) => project);
    case 'project':
      return [token.project];
    case 'user':
      return [];
  }
}
