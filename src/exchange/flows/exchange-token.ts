import { commonPermissions } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { TokenResponse } from '../../protocol/token-exchange.ts';
import {
  type AuditedDeps,
  audited,
  type DraftEvent,
  type Outcome,
  type RequestContext,
} from '../audit/audited.ts';
import type { AskedFor, AuditScope } from '../audit/event.ts';
import type { Identity } from '../identity/identity.ts';
import { replayKeepUntil } from '../identity/token-times.ts';
import { requireUsable, type Verifier } from '../identity/verify.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { projectRequired, Refusal, tryInTurn } from '../refusal.ts';
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
import { projectScope } from '../tokens/event-fields.ts';
import { hashPrefix } from '../tokens/secret.ts';
import type { TokenStore } from '../tokens/token-store.ts';
import { type Decision, decide } from '../trust/decide.ts';
import { refuseProject } from '../trust/refuse.ts';
import type { Grant, TrustRelationship, TrustRequest } from '../trust/relationship.ts';
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
      event.asked = askedFor(request);
      await deps.rateLimits.takeRepository(identity);
      return matchAndMint(deps, { request, identity, event });
    });
}

function askedFor({ projects, permissions }: TrustRequest): AskedFor {
  return { named_projects: projects !== null, permissions };
}

interface Job {
  request: ExchangeRequest;
  identity: Identity;
  /** Told what is decided. */
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
    const answer = await tryToMint(deps, job, attempt === 1 ? rulesInTurn(store) : [store]);
    if (answer) return answer;
  }
  const answer = await store.holdRules((held) =>
    tryToMint({ ...deps, store: { ...store, ...held } }, job, [held]),
  );
  if (!answer) throw new Error('a trust relationship changed while all were held');
  return answer;
}

/** What is recalled, if anything is, then what is stored. */
export function rulesInTurn(store: ExchangeStore): readonly Rules[] {
  const recalled = store.recallRules();
  return recalled ? [recalled, store] : [store];
}

/** Undefined if a relationship changed meanwhile: then nothing was written. */
async function tryToMint(
  deps: ExchangeTokenDeps,
  job: Job,
  sources: readonly Rules[],
): Promise<TokenResponse | undefined> {
  const now = epochSeconds(deps.clock);
  const matched = await tryInTurn(sources, (rules) => match(deps, rules, job, now));
  const lifetime = clampLifetime(job.request.lifetime, matched.grants, deps.lifetimes);
  const token = mintBuildToken(lifetime, now, deps.random);
  const outcome = await commit(deps, job, matched, token);
  return outcome === 'committed' ? tokenResponse(token, matched.grants, job.event.id) : undefined;
}

/** What the job gets, and what that rests on. */
interface Match {
  grants: Grant[];
  recalledAsOf: number | null;
}

/** Rejects with the refusal if the job gets nothing by these rules. */
async function match(deps: ExchangeTokenDeps, rules: Rules, job: Job, now: number): Promise<Match> {
  const { identity, request, event } = job;
  const { issuer, claims } = identity;
  // Before they are read: where there are several organizations, others may have written any number.
  await requireProjects(deps, rules, job);
  const relationships = await rules.findRelationships(
    issuer.url,
    claims.repository ?? '',
    request.projects,
  );
  await requireProjects(deps, rules, job);
  const decision = decideOn(relationships, deps, job, now);
  if (!decision.refusal) return { grants: decision.grants, recalledAsOf: rules.asOf ?? null };
  // Nobody hears it: others decide once more.
  if (rules.asOf !== undefined) throw decision.refusal;
  // One that was switched off since the token was verified has no relationships.
  requireUsable(issuer.url, await rules.findIssuer(issuer.url));
  event.scopes = await scopesConcerned(deps, relationships, event.projects);
  throw (await refusedProject(deps, rules, job, decision)) ?? decision.refusal;
}

/**
 * What a job hears instead that is known elsewhere: its repository is trusted, but not by this project. Not
 * where there are several organizations: any of them may have named the repository, and what they write
 * changes nothing that others hear.
 */
async function refusedProject(
  { store }: ExchangeTokenDeps,
  rules: Rules,
  { identity: { issuer, claims }, request }: Job,
  { isStranger, evaluations }: Decision,
): Promise<Refusal | undefined> {
  const project = request.projects?.[0];
  const {
    repository,
    repository_id: repositoryId,
    repository_owner_id: repositoryOwnerId,
  } = claims;
  if (!isStranger || !project || !repository || !repositoryId || !repositoryOwnerId)
    return undefined;
  const job = { repository, repositoryId, repositoryOwnerId };
  if (await rules.isShared()) return undefined;
  return (await store.isTrusted(issuer.url, job)) ? refuseProject(project, evaluations) : undefined;
}

/**
 * Also once the relationships are there: an organization that is made afterwards has none of them. The event
 * of this refusal concerns no organization, because a stranger among them would read the claims.
 */
async function requireProjects(
  { requireProject }: ExchangeTokenDeps,
  rules: Rules,
  { request, event }: Job,
): Promise<void> {
  if (request.projects || !(requireProject || (await rules.isShared()))) return;
  Object.assign(event, { projects: [], scopes: [], relationships: [], wouldGrant: [] });
  throw projectRequired(
    'Set the input `project` of the action, or send the parameter `resource` to POST /oauth/token; this exchange requires it of every job.',
  );
}

/** Relationships in audit mode that one event names: a repository may have a thousand. */
const MAX_WOULD_GRANT = 20;

function decideOn(
  relationships: readonly TrustRelationship[],
  { requirePins }: ExchangeTokenDeps,
  { identity, request, event }: Job,
  now: number,
): Decision {
  const decision = decide(identity.claims, relationships, request, { now, requirePins });
  event.wouldGrant = decision.wouldGrant.slice(0, MAX_WOULD_GRANT);
  event.relationships = decision.grants.map((grant) => grant.relationshipId);
  event.projects = projectsConcerned(request, decision);
  event.scopes = scopesOf(relationships, [...event.relationships, ...event.wouldGrant]);
  return decision;
}

/** A refusal concerns whoever was asked for, or, if nobody was, all whose relationships were looked at. */
function projectsConcerned(
  request: TrustRequest,
  { refusal, grants, evaluations }: Decision,
): readonly ProjectPath[] {
  if (!refusal) return grants.map(({ project }) => project);
  return request.projects ?? [...new Set(evaluations.map(({ project }) => project))];
}

/** Whose relationships have granted, or would have: the latter is what audit mode is for. */
function scopesOf(
  relationships: readonly TrustRelationship[],
  ids: readonly string[],
): AuditScope[] {
  const concerned = relationships.filter(({ id }) => ids.includes(id));
  const byProject = Map.groupBy(concerned, ({ projectId }) => projectId);
  return [...byProject.values()].flatMap(([first, ...others]) =>
    first
      ? [{ ...projectScope(first), relationships: [first, ...others].map(({ id }) => id) }]
      : [],
  );
}

/** The admins of a project that was asked for see that, though none of its relationships names the job. */
async function scopesConcerned(
  { store }: ExchangeTokenDeps,
  relationships: readonly TrustRelationship[],
  projects: readonly ProjectPath[],
): Promise<AuditScope[]> {
  const known = new Map(relationships.map((each) => [each.project, projectScope(each)]));
  const unknown = projects.filter((project) => !known.has(project));
  const others = unknown.length > 0 ? await store.findProjects(null, unknown) : [];
  return [...projects.flatMap((project) => known.get(project) ?? []), ...others.map(projectScope)];
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
  event.detail = { asked: event.asked };
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
