import type { AuditEvent } from '../exchange/audit/event.ts';
import { evaluationsOf, omittedFrom } from '../exchange/audit/seen-by.ts';
import { describeEvaluation } from './describe-evaluation.ts';

/** How it ended and why; what it was; then each trust relationship, the claims, or what was changed. */
export function describeEvent(event: AuditEvent): string[] {
  const { message, cause, omitted: _, ...others } = membersOf(event.detail);
  const evaluations = evaluationsOf(event);
  return [
    event.reason === null ? event.decision : `${event.decision}: ${event.reason}`,
    ...(typeof message === 'string' ? [message] : []),
    '',
    ...fieldLines({
      reference: event.id,
      time: event.time,
      action: event.action,
      actor: event.actor,
      issuer: event.issuer,
      projects: event.projects.join(', '),
      permissions: event.permissions.join(', '),
      relationships: event.relationships.join(', '),
      would_grant: event.wouldGrant.join(', '),
      token_hash_prefix: event.tokenHashPrefix,
      client_address: event.clientAddress,
    }),
    ...(evaluations ?? []).flatMap((evaluation) =>
      describeEvaluation(evaluation, `${evaluation.relationshipId} of ${evaluation.project}`),
    ),
    ...omittedFrom(event).flatMap(({ project, count }) => [
      '',
      `${count} more of ${project}, from which the job was further`,
    ]),
    ...(event.claims ? ['', 'claims:', ...fieldLines(event.claims)] : []),
    ...jsonLines(evaluations ? others : { cause, ...others }),
  ];
}

function membersOf(detail: unknown): Record<string, unknown> {
  return typeof detail === 'object' && detail !== null ? { ...detail } : {};
}

/** As wide as the longest claim that GitHub signs. */
const NAME_WIDTH = 'repository_visibility'.length;

/** Those that say something. */
function fieldLines(fields: Readonly<Record<string, string | null | undefined>>): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    value ? [`  ${name.padEnd(NAME_WIDTH)}  ${value}`] : [],
  );
}

/** What has no form of its own: before and after of a change, for example. */
function jsonLines(members: Record<string, unknown>): string[] {
  return Object.entries(members).flatMap(([name, value]) =>
    value === undefined || value === null
      ? []
      : ['', ...`${name}: ${JSON.stringify(value, null, 2)}`.split('\n')],
  );
}
