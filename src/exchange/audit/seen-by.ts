import type { ProjectPath } from '../../protocol/projects.ts';
import type { Evaluation } from '../trust/match.ts';
import type { AuditEvent } from './event.ts';

/**
 * An event as admins of these organizations may read it: without what projects of others were asked
 * for, got or expected in the same exchange. A project that does not exist is left out as well, or the
 * difference would tell which names exist elsewhere.
 */
export function seenBy(event: AuditEvent, organizations: ReadonlySet<string>): AuditEvent {
  const scopes = event.scopes.filter(({ organizationId }) => organizations.has(organizationId));
  if (scopes.length === event.scopes.length && scopes.every(({ project }) => !project))
    return event;
  const projects = new Set(scopes.flatMap(({ project }) => project ?? []));
  const isOwn = ({ project }: { project: ProjectPath }) => projects.has(project);
  const evaluations = evaluationsOf(event)?.filter(isOwn) ?? null;
  const relationships = new Set([
    ...scopes.flatMap((scope) => scope.relationships ?? []),
    ...(evaluations?.map(({ relationshipId }) => relationshipId) ?? []),
  ]);
  const own = event.projects.filter((project) => projects.has(project));
  const isWhole = own.length === event.projects.length;
  return {
    ...event,
    scopes,
    projects: own,
    relationships: event.relationships.filter((id) => relationships.has(id)),
    wouldGrant: event.wouldGrant.filter((id) => relationships.has(id)),
    permissions: own.length > 0 ? event.permissions : [],
    tokenHashPrefix: own.length > 0 ? event.tokenHashPrefix : null,
    detail: isWhole ? event.detail : evaluations && { message: null, cause: evaluations },
  };
}

/** Of a refused job, claim by claim; null for any other event. */
export function evaluationsOf({ detail }: AuditEvent): readonly Evaluation[] | null {
  const { cause } = (detail ?? {}) as { cause?: unknown };
  return Array.isArray(cause) && cause.every(isEvaluation) ? cause : null;
}

function isEvaluation(value: unknown): value is Evaluation {
  return typeof value === 'object' && value !== null && 'relationshipId' in value;
}
