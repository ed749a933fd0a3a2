import { commonPermissions } from '../../protocol/permissions.ts';
import type { TokenResponse } from '../../protocol/token-exchange.ts';
import type { AuditDeps, DraftEvent } from '../audit/audited.ts';
import { Refusal } from '../refusal.ts';
import { epochSeconds } from '../system/clock.ts';
import type { AcceptToken } from '../tokens/accept-token.ts';
import { clampLifetime, type LifetimeLimits, mintBuildToken } from '../tokens/build-token.ts';
import type { LiveToken } from '../tokens/live-token.ts';
import { hashPrefix } from '../tokens/secret.ts';
import type { StoredToken, TokenStore } from '../tokens/token-store.ts';
import type { ExchangeRequest } from './exchange-request.ts';
import { narrowGrants } from './narrow-grants.ts';
import { holderName, projectScope, refusedTokenFields } from './token-event-fields.ts';
import { tokenResponse } from './token-response.ts';

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
  request: ExchangeRequest,
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
  request: ExchangeRequest,
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
  { lifetime }: ExchangeRequest,
  now: number,
): number {
  const left = stored.expiresAt === null ? lifetimes.max : stored.expiresAt - now;
  return Math.min(clampLifetime(lifetime, [], lifetimes), left);
}
