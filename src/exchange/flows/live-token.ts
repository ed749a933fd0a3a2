import { type Permission, sortPermissions } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { Refusal } from '../refusal.ts';
import type { StoredToken, StoredUserToken, TokenStore } from '../stores/port.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import { ROLE_PERMISSIONS } from '../tokens/role-permissions.ts';
import { hashSecret, parseSecret, type TokenKind } from '../tokens/secret.ts';

/** A project that a token opens at this moment. */
export interface OpenProject {
  projectId: string;
  organizationId: string;
  project: ProjectPath;
  permissions: readonly Permission[];
}

/** A token of ours that is neither expired nor revoked, and whose holder is welcome. */
export interface LiveToken {
  stored: StoredToken;
  /** What it opens now; `only`: nothing but these. In the order of their names. */
  opens(only: readonly ProjectPath[] | null): Promise<OpenProject[]>;
}

interface LiveTokenDeps {
  store: Pick<TokenStore, 'findToken' | 'findTokenById' | 'findProjects'>;
  clock: Clock;
}

/** Rejects with a Refusal that says why the token is worth nothing. */
export type FindLiveToken = (text: string) => Promise<LiveToken>;

export function createFindLiveToken(deps: LiveTokenDeps): FindLiveToken {
  return async (text) => {
    const secret = parseSecret(text);
    if (!secret)
      throw new Refusal(
        'malformed_token',
        'This is no token of this exchange; check what was sent.',
      );
    return await liveToken(deps, await deps.store.findToken(secret.kind, hashSecret(secret)));
  };
}

async function liveToken(deps: LiveTokenDeps, stored: StoredToken | undefined): Promise<LiveToken> {
  if (!stored) throw new Refusal('unknown_token', 'There is no such token, or not any more.');
  if (stored.revokedAt !== null) throw new Refusal('token_revoked', 'The token was revoked.');
  if (stored.expiresAt !== null && epochSeconds(deps.clock) >= stored.expiresAt)
    throw new Refusal('expired', 'The token has expired.');
  return { stored, opens: await opener(deps, stored) };
}

async function opener(deps: LiveTokenDeps, stored: StoredToken): Promise<LiveToken['opens']> {
  switch (stored.kind) {
    case 'user':
      return userOpener(deps, stored);
    case 'project':
      if (stored.oidcOnly)
        throw new Refusal('oidc_only', 'The project refuses static tokens; exchange an ID token.');
      return async (only) => [stored].filter(({ project }) => among(only, project));
    case 'build': {
      const own: LiveToken['opens'] = async (only) =>
        stored.grants.filter(({ project }) => among(only, project));
      return stored.parent ? within(own, await parentOf(deps, stored.parent)) : own;
    }
  }
}

function userOpener(
  { store }: LiveTokenDeps,
  { user, memberships }: StoredUserToken,
): LiveToken['opens'] {
  if (user.disabledAt !== null)
    throw new Refusal('token_revoked', 'The user of this token is disabled.');
  const roles = new Map(memberships.map(({ organizationId, role }) => [organizationId, role]));
  return async (only) => {
    const projects = await store.findProjects([...roles.keys()], only);
    return projects.flatMap(({ oidcOnly, ...project }) => {
      const role = roles.get(project.organizationId);
      return oidcOnly || !role ? [] : [{ ...project, permissions: ROLE_PERMISSIONS[role] }];
    });
  };
}

async function parentOf(
  deps: LiveTokenDeps,
  { kind, id }: { kind: TokenKind; id: string },
): Promise<LiveToken> {
  return await liveToken(deps, await deps.store.findTokenById(kind, id));
}

/** What came out of another token is never worth more than that one is worth now. */
function within(own: LiveToken['opens'], parent: LiveToken): LiveToken['opens'] {
  return async (only) => {
    const grants = await own(only);
    const limits = await parent.opens(grants.map(({ project }) => project));
    return grants.flatMap((grant) => {
      const limit = limits.find(({ projectId }) => projectId === grant.projectId);
      const permissions = sortPermissions(
        grant.permissions.filter((permission) => limit?.permissions.includes(permission)),
      );
      return permissions.length === 0 ? [] : [{ ...grant, permissions }];
    });
  };
}

function among(only: readonly ProjectPath[] | null, project: ProjectPath): boolean {
  return only === null || only.includes(project);
}
