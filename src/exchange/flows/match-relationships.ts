import type { ProjectPath } from '../../protocol/projects.ts';
import type { DraftEvent } from '../audit/audited.ts';
import type { AuditScope } from '../audit/event.ts';
import type { Identity } from '../identity/identity.ts';
import { requireUsable } from '../identity/verify.ts';
import { projectRequired, type Refusal } from '../refusal.ts';
import type { ExchangeStore, Rules } from '../stores/ports/exchanges.ts';
import { projectScope } from '../tokens/event-fields.ts';
import type { TokenStore } from '../tokens/token-store.ts';
import { type Decision, decide } from '../trust/decide.ts';
import { refuseProject } from '../trust/refuse.ts';
import type { Grant, TrustRelationship, TrustRequest } from '../trust/relationship.ts';

export interface MatchDeps {
  store: Pick<ExchangeStore, 'isTrusted'> & Pick<TokenStore, 'findProjects'>;
  requirePins: boolean;
  requireProject: boolean;
}

export interface Matched {
  identity: Identity;
  request: TrustRequest;
  /** Told what was decided. */
  event: DraftEvent;
  now: number;
}

/** What the job gets, and what that rests on. */
export interface Match {
  grants: Grant[];
  recalledAsOf: number | null;
}

/** Rejects with the refusal if the job gets nothing by these rules. */
export async function matchRelationships(
  deps: MatchDeps,
  rules: Rules,
  asked: Matched,
): Promise<Match> {
  const { identity, request, event } = asked;
  const { issuer, claims } = identity;
  // Before they are read: where there are several organizations, others may have written any number.
  await requireProjects(deps, rules, asked);
  const relationships = await rules.findRelationships(
    issuer.url,
    claims.repository ?? '',
    request.projects,
  );
  await requireProjects(deps, rules, asked);
  const decision = decideOn(relationships, deps, asked);
  if (!decision.refusal) return { grants: decision.grants, recalledAsOf: rules.asOf ?? null };
  // Nobody hears it: others decide once more.
  if (rules.asOf !== undefined) throw decision.refusal;
  // One that was switched off since the token was verified has no relationships.
  requireUsable(issuer.url, await rules.findIssuer(issuer.url));
  event.scopes = await scopesConcerned(deps, relationships, event.projects);
  throw (await refusedProject(deps, rules, asked, decision)) ?? decision.refusal;
}

/**
 * What a job hears instead that is known elsewhere: its repository is trusted, but not by this project. Not
 * where there are several organizations: any of them may have named the repository, and what they write
 * changes nothing that others hear.
 */
async function refusedProject(
  { store }: MatchDeps,
  rules: Rules,
  { identity: { issuer, claims }, request }: Matched,
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
  { requireProject }: MatchDeps,
  rules: Rules,
  { request, event }: Matched,
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
  { requirePins }: MatchDeps,
  { identity, request, event, now }: Matched,
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
  { store }: MatchDeps,
  relationships: readonly TrustRelationship[],
  projects: readonly ProjectPath[],
): Promise<AuditScope[]> {
  const known = new Map(relationships.map((each) => [each.project, projectScope(each)]));
  const unknown = projects.filter((project) => !known.has(project));
  const others = unknown.length > 0 ? await store.findProjects(null, unknown) : [];
  return [...projects.flatMap((project) => known.get(project) ?? []), ...others.map(projectScope)];
}
