import { commonPermissions } from '../../protocol/permissions.ts';
import type { TokenResponse } from '../../protocol/token-exchange.ts';
import {
  type AuditedDeps,
  audited,
  type DraftEvent,
  type Outcome,
  type RequestContext,
} from '../audit/audited.ts';
import type { Identity } from '../identity/identity.ts';
import { replayKeepUntil } from '../identity/token-times.ts';
import type { Verifier } from '../identity/verify.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { firstUnrefused, Refusal } from '../refusal.ts';
import type { CommitOutcome, ExchangeStore, Rules } from '../stores/ports/exchanges.ts';
import { epochSeconds } from '../system/clock.ts';
import type { AcceptToken } from '../tokens/accept-token.ts';
import {
  type BuildToken,
  clampLifetime,
  type LifetimeLimits,
  mintBuildToken,
  tokenResponse,
} from '../tokens/build-token.ts';
import { hashPrefix } from '../tokens/secret.ts';
import type { TokenStore } from '../tokens/token-store.ts';
import { type Match, matchRelationships } from './match-relationships.ts';
import { type NarrowingRequest, narrowToken } from './narrow-token.ts';

/** A request of RFC 8693 section 2.1 once its parameters have been read. */
export interface ExchangeRequest extends NarrowingRequest {
  /** The ID token of a job, or a token of ours that is to be narrowed. */
  subjectTokenType: 'id_token' | 'access_token';
}

export interface ExchangeTokenDeps extends AuditedDeps {
  store: AuditedDeps['store'] &
    ExchangeStore &
    Pick<TokenStore, 'findProjects' | 'commitNarrowing'>;
  verifier: Verifier;
  acceptToken: AcceptToken;
  rateLimits: RateLimits;
  lifetimes: LifetimeLimits;
  requirePins: boolean;
  /** Also where there is one organization only. */
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
      const identity = await deps.verifier.verify(request.subjectToken);
      event.issuer = identity.issuer.url;
      event.claims = identity.claims;
      await deps.rateLimits.takeRepository(identity);
      return matchAndMint(deps, { request, identity, event });
    });
}

interface Job {
  request: ExchangeRequest;
  identity: Identity;
  event: DraftEvent;
}

/**
 * How often a relationship may change under our hands before all of them are held: whoever may write one
 * for the repository could keep its jobs from their tokens by changing it on and on.
 */
const FREE_TRIES = 3;

/** By rules that were recalled, or else by those that are stored; in the end by those that are held. */
async function matchAndMint(deps: ExchangeTokenDeps, job: Job): Promise<TokenResponse> {
  const { store } = deps;
  for (let attempt = 1; attempt <= FREE_TRIES; attempt++) {
    const recalled = attempt === 1 ? store.recallRules() : undefined;
    const answer = await tryToMint(deps, job, recalled ? [recalled, store] : [store]);
    if (answer) return answer;
  }
  const answer = await store.holdRules((held) =>
    tryToMint({ ...deps, store: { ...store, ...held } }, job, [held]),
  );
  if (!answer) throw new Error('a trust relationship changed while all were held');
  return answer;
}

/** Undefined if a relationship changed meanwhile: then nothing was written. */
async function tryToMint(
  deps: ExchangeTokenDeps,
  job: Job,
  sources: readonly Rules[],
): Promise<TokenResponse | undefined> {
  const now = epochSeconds(deps.clock);
  const match = await firstUnrefused(sources, (rules) =>
    matchRelationships(deps, rules, { ...job, now }),
  );
  const lifetime = clampLifetime(job.request.lifetime, match.grants, deps.lifetimes);
  const token = mintBuildToken(lifetime, now, deps.random);
  const outcome = await commit(deps, job, match, token);
  return outcome === 'committed' ? tokenResponse(token, match.grants, job.event.id) : undefined;
}

async function commit(
  deps: ExchangeTokenDeps,
  { identity: { issuer, jti, expiresAt, claims }, event }: Job,
  { grants, recalledAsOf }: Match,
  token: BuildToken,
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
