import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { Reason } from '../../protocol/reasons.ts';
import type { TokenKind } from '../../protocol/token-kinds.ts';
import { Refusal } from '../refusal.ts';
import { type Clock, epochSeconds, formatTime } from '../system/clock.ts';
import { ROLE_PERMISSIONS } from './roles.ts';
import { hashSecret, parseSecret } from './secret.ts';
import type {
  ProjectReference,
  StoredBuildToken,
  StoredGrant,
  StoredProjectToken,
  StoredToken,
  StoredUserToken,
  TokenStore,
} from './token-store.ts';

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
  /** How many tokens of ours it came out of, one out of the other; 0 for most. */
  depth: number;
  /** What it opens now; `only`: nothing but these. In the order of their names. */
  opens(only: readonly ProjectPath[] | null): Promise<readonly OpenProject[]>;
  /** Those of the projects that it would open if they did not refuse static tokens. */
  oidcOnlyAmong(projects: readonly ProjectPath[]): Promise<ProjectReference[]>;
}

/** Why a token is worth nothing, as opposed to why that cannot be said at the moment. */
const DEAD: readonly Reason[] = [
  'malformed_token',
  'unknown_token',
  'token_revoked',
  'expired',
  'oidc_only',
];

export function isDeadToken(error: unknown): boolean {
  return error instanceof Refusal && DEAD.includes(error.reason);
}

export interface LiveTokenDeps {
  store: Pick<TokenStore, 'findToken' | 'findTokenById' | 'findProjects'>;
  clock: Clock;
}

/**
 * Rejects with a Refusal that says why the token is worth nothing. `found` is told of a token that
 * exists before it is judged, for whoever keeps a record of dead ones.
 */
export type FindLiveToken = (
  text: string,
  found?: (stored: StoredToken) => void,
) => Promise<LiveToken>;

/**
 * Found by its hash alone, so that timing tells nothing of any other token; what does not have the
 * form and checksum of ours never reaches the store.
 */
export function createFindLiveToken(deps: LiveTokenDeps): FindLiveToken {
  return async (text, found) => {
    const secret = parseSecret(text);
    if (!secret)
      throw new Refusal(
        'malformed_token',
        'This is no token of this exchange, or only a part of one; check what was sent.',
      );
    const stored = await deps.store.findToken(secret.kind, hashSecret(secret));
    if (stored) found?.(stored);
    return await liveToken(deps, stored);
  };
}

async function liveToken(deps: LiveTokenDeps, stored: StoredToken | undefined): Promise<LiveToken> {
  if (!stored)
    throw new Refusal(
      'unknown_token',
      'There is no such token, or all that it opened was revoked or deleted; use another one.',
    );
  if (stored.revokedAt !== null) throw revoked('The token was revoked; use another one.');
  if (stored.expiresAt !== null && hasExpired(stored, deps.clock))
    throw new Refusal(
      'expired',
      `The token expired at ${formatTime(stored.expiresAt)}; get a new one, with a longer lifetime if the work takes longer.`,
    );
  switch (stored.kind) {
    case 'user':
      return userToken(deps, stored);
    case 'project':
      return projectToken(stored);
    case 'build': {
      if (stored.parent) return derivedToken(stored, await parentOf(deps, stored.parent));
      const opens: LiveToken['opens'] = async (only) => ownGrants(stored, only);
      return { stored, depth: 0, opens, oidcOnlyAmong: async () => [] };
    }
  }
}

export function hasExpired({ expiresAt }: StoredToken, clock: Clock): boolean {
  return expiresAt !== null && epochSeconds(clock) >= expiresAt;
}

/** Memberships are as they were when the token was found, projects as they are when it is asked. */
function userToken({ store }: LiveTokenDeps, stored: StoredUserToken): LiveToken {
  const { user, memberships } = stored;
  if (user.disabledAt !== null)
    throw revoked('The user whose token this is has been disabled; use another one.');
  const roles = new Map(memberships.map(({ organizationId, role }) => [organizationId, role]));
  const reach = (only: readonly ProjectPath[] | null) =>
    store.findProjects([...roles.keys()], only);
  return {
    stored,
    depth: 0,
    async opens(only) {
      return (await reach(only)).flatMap(({ oidcOnly, ...project }) => {
        const role = roles.get(project.organizationId);
        return oidcOnly || !role ? [] : [{ ...project, permissions: ROLE_PERMISSIONS[role] }];
      });
    },
    oidcOnlyAmong: async (projects) => (await reach(projects)).filter(({ oidcOnly }) => oidcOnly),
  };
}

function projectToken(stored: StoredProjectToken): LiveToken {
  if (stored.oidcOnly)
    throw new Refusal(
      'oidc_only',
      `Project ${stored.project} refuses user access tokens and project tokens; exchange the ID token of a job.`,
    );
  return {
    stored,
    depth: 0,
    opens: async (only) => [stored].filter(({ project }) => among(only, project)),
    oidcOnlyAmong: async () => [],
  };
}

async function parentOf(
  deps: LiveTokenDeps,
  { kind, id }: { kind: TokenKind; id: string },
): Promise<LiveToken> {
  return await liveToken(deps, await deps.store.findTokenById(kind, id));
}

/** What came out of another token is never worth more than that one is worth now. */
function derivedToken(stored: StoredBuildToken, parent: LiveToken): LiveToken {
  return {
    stored,
    depth: parent.depth + 1,
    async opens(only) {
      const grants = ownGrants(stored, only);
      const limits = await parent.opens(grants.map(({ project }) => project));
      const limitOf = new Map(limits.map(({ projectId, permissions }) => [projectId, permissions]));
      return grants.flatMap((grant) => {
        const limit = limitOf.get(grant.projectId) ?? [];
        const permissions = grant.permissions.filter((wanted) => limit.includes(wanted));
        return permissions.length === 0 ? [] : [{ ...grant, permissions }];
      });
    },
    oidcOnlyAmong: (projects) =>
      parent.oidcOnlyAmong(ownGrants(stored, projects).map(({ project }) => project)),
  };
}

function ownGrants(
  { grants }: StoredBuildToken,
  only: readonly ProjectPath[] | null,
): readonly StoredGrant[] {
  return grants.filter(({ project }) => among(only, project));
}

function among(only: readonly ProjectPath[] | null, project: ProjectPath): boolean {
  return only === null || only.includes(project);
}

function revoked(message: string): Refusal {
  return new Refusal('token_revoked', message);
}
