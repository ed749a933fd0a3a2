import type { ProjectPath } from '../../protocol/projects.ts';
import { quoteIfNeeded } from '../identity/quote.ts';
import { Refusal } from '../refusal.ts';
import type { LiveToken, OpenProject } from '../tokens/live-token.ts';
import { oidcOnly } from '../tokens/project-not-open.ts';
import type { RepositoryScope, RequestedScope } from './scope.ts';

/** Projects named in a message; a user's may be hundreds. */
const MAX_NAMED = 10;

/** Why these scopes cannot be granted, beside what the token is good for. */
export async function refuseAccess(
  live: LiveToken,
  denied: readonly RequestedScope[],
  open: readonly OpenProject[],
): Promise<Refusal> {
  const wanted = denied.flatMap(({ wanted }) => wanted ?? []);
  const detail = { scopes: denied.map(({ text }) => text.slice(0, 300)) };
  const [first] = wanted;
  if (!first)
    return new Refusal(
      'permission_not_granted',
      `Nobody is granted ${namedScope(denied)} here, only pull and push in organization/project and below; this token covers ${await coverage(live)}.`,
      { detail },
    );
  const [closed] = await live.oidcOnlyAmong(wanted.map(({ project }) => project));
  if (closed) return oidcOnly(closed.project, { detail });
  const unable = wanted.flatMap((scope) => missing(scope, open) ?? []).at(0);
  if (unable)
    return new Refusal(
      'permission_not_granted',
      `The token may not ${unable}; it covers ${await coverage(live)}.`,
      { detail },
    );
  return new Refusal(
    'project_not_granted',
    `The token does not cover project ${first.project}; it covers ${await coverage(live)}.`,
    { detail },
  );
}

/** What the token may not do in a project that it opens; undefined if it does not open it. */
function missing(
  { project, actions }: RepositoryScope,
  open: readonly OpenProject[],
): string | undefined {
  const permissions = open.find((it) => it.project === project)?.permissions;
  if (!permissions) return undefined;
  const beyond = actions.filter((action) => !permissions.includes(action));
  const needed = actions.includes('push') && !beyond.includes('push') ? ', as every push does' : '';
  return `${beyond.join(' or ')} in ${project}${needed}`;
}

function namedScope([first]: readonly RequestedScope[]): string {
  return quoteIfNeeded(first?.text ?? '', 100);
}

/** Projects and permissions: whoever shows the token may know what it is good for. */
async function coverage(live: LiveToken): Promise<string> {
  const open = await live.opens(null);
  if (open.length === 0) return 'no project at present';
  const named = open.slice(0, MAX_NAMED).map(described);
  const more = open.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function described({ project, permissions }: OpenProject): `${ProjectPath} (${string})` {
  return `${project} (${permissions.join(', ')})`;
}
