import { commonPermissions, type Permission, sortPermissions } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { TokenResponse } from '../../protocol/token-exchange.ts';
import type { AuditDeps, DraftEvent } from '../audit/audited.ts';
import { projectRequired, Refusal } from '../refusal.ts';
import { epochSeconds } from '../system/clock.ts';
import type { AcceptToken } from '../tokens/accept-token.ts';
import {
  clampLifetime,
  type LifetimeLimits,
  mintBuildToken,
  tokenResponse,
} from '../tokens/build-token.ts';
import { holderName, projectScope, refusedTokenFields } from '../tokens/event-fields.ts';
import type { LiveToken, OpenProject } from '../tokens/live-token.ts';
import { projectNotOpen } from '../tokens/project-not-open.ts';
import { hashPrefix } from '../tokens/secret.ts';
import type { StoredToken, TokenStore } from '../tokens/token-store.ts';
import type { TrustRequest } from '../trust/relationship.ts';

export interface NarrowingRequest extends TrustRequest {
  subjectToken: string;
  /** Seconds; null: the server's default. */
  lifetime: number | null;
}

export interface NarrowTokenDeps extends AuditDeps {
  store: AuditDeps['store'] & Pick<TokenStore, 'findProjects' | 'commitNarrowing'>;
  acceptToken: AcceptToken;
  lifetimes: LifetimeLimits;
}

/** Whoever is asked about a token asks about all that it came out of: that must have an end. */
const MAX_DEPTH = 4;

/**
 * RFC 8693 with a token of ours as the subject token: a build token for less. It opens no project, has
 * no permission and lives no second that the other one has not; it ends or shrinks with it, because
 * whoever looks at it looks at the other one, too.
 */
export async function narrowToken(
  deps: NarrowTokenDeps,
  request: NarrowingRequest,
  event: DraftEvent,
): Promise<TokenResponse> {
  event.action = 'narrow';
  // Before the token is judged, so that what it has left is more than nothing.
  const now = epochSeconds(deps.clock);
  let subject: StoredToken | undefined;
  try {
    const parent = await deps.acceptToken(request.subjectToken, (found) => {
      subject = found;
    });
    return await mintWithin(deps, parent, request, now, event);
  } catch (error) {
    if (subject && error instanceof Refusal)
      Object.assign(event, await refusedTokenFields(deps.store, subject, request.projects));
    throw error;
  }
}

async function mintWithin(
  deps: NarrowTokenDeps,
  parent: LiveToken,
  request: NarrowingRequest,
  now: number,
  event: DraftEvent,
): Promise<TokenResponse> {
  requireShallow(parent);
  const grants = await narrowGrants(parent, request);
  const token = mintBuildToken(lifetimeWithin(deps, parent, request, now), now, deps.random);
  const { kind, id } = parent.stored;
  event.decision = 'granted';
  event.actor = holderName(parent.stored);
  event.projects = grants.map(({ project }) => project);
  event.scopes = grants.map(projectScope);
  event.permissions = commonPermissions(grants.map(({ permissions }) => permissions));
  event.tokenHashPrefix = hashPrefix(token.stored.hash);
  event.detail = { narrowed: { kind, id } };
  await deps.store.commitNarrowing({
    token: { ...token.stored, parent: { kind, id } },
    grants,
    event,
  });
  return tokenResponse(token, grants, event.id);
}

function requireShallow({ depth }: LiveToken): void {
  if (depth >= MAX_DEPTH)
    throw new Refusal(
      'derivation_too_deep',
      `The token came out of another one ${MAX_DEPTH} times over, and no more are made; narrow one of those instead.`,
    );
}

/** Seconds; never past the end of the parent, though that be nearer than the shortest lifetime. */
function lifetimeWithin(
  { lifetimes }: NarrowTokenDeps,
  { stored }: LiveToken,
  { lifetime }: NarrowingRequest,
  now: number,
): number {
  const left = stored.expiresAt === null ? lifetimes.max : stored.expiresAt - now;
  return Math.min(clampLifetime(lifetime, [], lifetimes), left);
}

/** All that was asked for, or a Refusal; where nothing was asked for, all that can be had. */
async function narrowGrants(parent: LiveToken, request: NarrowingRequest): Promise<OpenProject[]> {
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
  { projects }: NarrowingRequest,
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
