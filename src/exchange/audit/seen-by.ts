import type { ProjectPath } from '../../protocol/projects.ts';
import type { Evaluation } from '../trust/match.ts';
import type { Omitted } from '../trust/refuse.ts';
import { mayBeCut } from './cut-event.ts';
import { type AuditEvent, type AuditScope, askedOf, refusedTokenOf } from './event.ts';

/**
 * An event as admins of these organizations may read it: without what projects of others were asked
 * for, got or expected in the same exchange. A project that does not exist is left out as well, or the
 * difference would tell which names exist elsewhere; save where the token that named it is all theirs.
 * Undefined if they may not read it.
 */
export function seenBy(
  event: AuditEvent,
  organizations: ReadonlySet<string>,
): AuditEvent | undefined {
  const all = readers(event);
  const scopes = all.filter(({ organizationId }) => organizations.has(organizationId));
  if (scopes.length === 0) return undefined;
  // The message tells what the token covers, wherever that is.
  const token = refusedTokenOf(event);
  const isComplete = event.decision !== 'refused' || !mayBeCut(event);
  const isTheirs = token ? !token.elsewhere : scopes.every(({ project }) => !project);
  if (isComplete && scopes.length === all.length && isTheirs) return event;
  const projects = new Set(scopes.flatMap(({ project }) => project ?? []));
  const isOwn = ({ project }: { project: ProjectPath }) => projects.has(project);
  const evaluations = evaluationsOf(event)?.filter(isOwn) ?? null;
  const relationships = new Set([
    ...scopes.flatMap((scope) => scope.relationships ?? []),
    ...(evaluations?.map(({ relationshipId }) => relationshipId) ?? []),
  ]);
  const own = event.projects.filter((project) => projects.has(project));
  const isWhole = isComplete && !token && own.length === event.projects.length;
  return {
    ...event,
    scopes,
    projects: own,
    relationships: event.relationships.filter((id) => relationships.has(id)),
    wouldGrant: event.wouldGrant.filter((id) => relationships.has(id)),
    permissions: own.length > 0 ? event.permissions : [],
    tokenHashPrefix: own.length > 0 ? event.tokenHashPrefix : null,
    detail: isWhole ? event.detail : ownDetail(event, evaluations, isOwn),
  };
}

/** What a job asked for is its own, and names no project. */
function ownDetail(
  event: AuditEvent,
  evaluations: readonly Evaluation[] | null,
  isOwn: (entry: { project: ProjectPath }) => boolean,
): object | null {
  const asked = askedOf(event);
  const own = {
    ...(evaluations && {
      message: null,
      cause: evaluations,
      omitted: omittedFrom(event).filter(isOwn),
    }),
    ...(asked && { asked }),
  };
  return evaluations || asked ? own : null;
}

/** Refusals of tokens of ours. */
const TOKEN_REFUSALS = ['builder_credentials', 'narrow', 'registry_token'];

/**
 * Whose admins may read it. Those refusals of tokens that do not say which token it was are older than this
 * rule: they were kept for whoever was asked for. Events never change, so only operators read them now.
 */
export function readers(event: AuditEvent): readonly AuditScope[] {
  const isOfUnknownToken =
    event.decision === 'refused' &&
    TOKEN_REFUSALS.includes(event.action) &&
    refusedTokenOf(event) === undefined;
  return isOfUnknownToken ? [] : event.scopes;
}

/** Of a refused job, claim by claim; null for any other event. */
export function evaluationsOf({ detail }: AuditEvent): readonly Evaluation[] | null {
  const { cause } = (detail ?? {}) as { cause?: unknown };
  return Array.isArray(cause) && cause.every(isEvaluation) ? cause : null;
}

/** Evaluations that there was no room for. */
export function omittedFrom({ detail }: AuditEvent): readonly Omitted[] {
  const { omitted = [] } = (detail ?? {}) as { omitted?: readonly Omitted[] };
  return omitted;
}

function isEvaluation(value: unknown): value is Evaluation {
  return typeof value === 'object' && value !== null && 'relationshipId' in value;
}
