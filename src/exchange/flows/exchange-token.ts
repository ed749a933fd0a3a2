import { commonPermissions } from '../../protocol/permissions.ts';
import type { TokenResponse } from '../../protocol/token-exchange.ts';
import {
  type AuditDeps,
  audited,
  type DraftEvent,
  type Outcome,
  type RequestContext,
} from '../audit/audited.ts';
import { replayKeepUntil } from '../identity/clock-leeway.ts';
import type { Identity } from '../identity/identity.ts';
import type { Verifier } from '../identity/verify.ts';
import { Refusal } from '../refusal.ts';
import type { CommitOutcome, ExchangeStore } from '../stores/exchange-port.ts';
import type { TokenStore } from '../stores/port.ts';
import { epochSeconds } from '../system/clock.ts';
import {
  type BuildToken,
  clampLifetime,
  type LifetimeLimits,
  mintBuildToken,
} from '../tokens/build-token.ts';
import { hashPrefix } from '../tokens/secret.ts';
import type { AcceptToken } from './accept-token.ts';
import type { ExchangeRequest } from './exchange-request.ts';
import { type Match, matchRelationships } from './match-relationships.ts';
import { narrowToken } from './narrow-token.ts';
import type { RateLimits } from './rate-limits.ts';
import { tokenResponse } from './token-response.ts';

export interface ExchangeTokenDeps extends AuditDeps {
  store: AuditDeps['store'] & ExchangeStore & Pick<TokenStore, 'findProjects' | 'commitNarrowing'>;
  verifier: Verifier;
  acceptToken: AcceptToken;
  rateLimits: RateLimits;
  lifetimes: LifetimeLimits;
  requirePins: boolean;
  requireProject: boolean;
}

export type ExchangeToken = (
  context: RequestContext,
  read: () => Promise<ExchangeRequest>,
) => Promise<Outcome<TokenResponse>>;

/**
 * The exchange: verify, match, mint, record, answer.
 *
 * `read` parses the request at the edge and may reject with a Refusal; it runs inside, so that a
 * request that cannot be read leaves an audit event like any other.
 */
export function createExchangeToken(deps: ExchangeTokenDeps): ExchangeToken {
  return (context, read) =>
    audited(deps, 'exchange', context, async (event) => {
      await deps.rateLimits.takeAddress(context.clientAddress);
      const request = await read();
      if (request.subjectTokenType === 'access_token') return narrowToken(deps, request, event);
      if (deps.requireProject && request.projects === null) throw unnamedProject();
      const identity = await deps.verifier.verify(request.subjectToken);
      event.issuer = identity.issuer.url;
      event.claims = identity.claims;
      await deps.rateLimits.takeRepository(identity);
      return matchAndMint(deps, request, identity, event);
    });
}

/**
 * Whoever may make trust relationships can make one for any repository. Where organizations do not
 * trust each other, a job that names no project would let them into its token: the lifetime is the
 * shortest, `scope` what all of them grant.
 */
function unnamedProject(): Refusal {
  return new Refusal(
    'malformed_request',
    'This exchange wants each job to name its projects: set the input project of the action, or the parameter resource.',
    { kind: 'invalid_target' },
  );
}

/** How often a relationship may change under our hands before we give up; the first may be recalled. */
const MATCH_TRIES = 4;

async function matchAndMint(
  deps: ExchangeTokenDeps,
  request: ExchangeRequest,
  identity: Identity,
  event: DraftEvent,
): Promise<TokenResponse> {
  for (let attempt = 1; attempt <= MATCH_TRIES; attempt++) {
    const now = epochSeconds(deps.clock);
    const match = await matchRelationships(deps, {
      identity,
      request,
      event,
      now,
      recall: attempt === 1,
    });
    const lifetime = clampLifetime(request.lifetime, match.grants, deps.lifetimes);
    const token = mintBuildToken(lifetime, now, deps.random);
    if ((await commit(deps, identity, match, token, event)) === 'committed')
      return tokenResponse(token, match.grants, event.id);
  }
  throw rulesChanging();
}

/** Whoever may make a trust relationship for the repository can do that to a job that names no project. */
function rulesChanging(): Refusal {
  return new Refusal(
    'rules_changing',
    'The trust relationships for this repository kept changing while this job was matched against them; try again in a moment, and name the projects that the job needs.',
  );
}

async function commit(
  deps: ExchangeTokenDeps,
  { issuer, jti, expiresAt, claims }: Identity,
  { grants, recalledAsOf }: Match,
  token: BuildToken,
  event: DraftEvent,
): Promise<Exclude<CommitOutcome, 'replayed' | 'run_revoked'>> {
  event.decision = 'granted';
  event.permissions = commonPermissions(grants.map((grant) => grant.permissions));
  event.tokenHashPrefix = hashPrefix(token.stored.hash);
  const outcome = await deps.store.commitExchange({
    replay: { issuer: issuer.url, jti, keepUntil: replayKeepUntil(expiresAt) },
    token: { ...token.stored, runId: claims.run_id ?? null },
    grants,
    recalledAsOf,
    event,
  });
  if (outcome === 'replayed')
    throw new Refusal(
      'replayed',
      'This ID token was exchanged before, and each can be exchanged once; request a fresh one from GitHub.',
    );
  if (outcome === 'run_revoked') throw runRevoked();
  return outcome;
}

export function runRevoked(): Refusal {
  return new Refusal(
    'run_revoked',
    'The tokens of this workflow run were revoked, and it gets no new ones; ask an administrator of the project why, and start a new run.',
  );
}
