import { z } from 'zod';
import { PERMISSIONS } from '../../../protocol/permissions.ts';
import { REASONS } from '../../../protocol/reasons.ts';
import { AUDIT_DECISIONS, type AuditEvent, askedOf } from '../../audit/event.ts';
import { evaluationsOf, omittedFrom } from '../../audit/seen-by.ts';
import { evaluation, shownEvaluation } from './evaluation.ts';
import { id, time } from './fields.ts';

const texts = z.array(z.string()).readonly();
const anything = z.unknown();

export const eventShape = z
  .object({
    id: id.meta({ description: 'The reference that whoever asked was told.' }),
    time,
    action: z.string().meta({ examples: ['exchange', 'project.create'] }),
    decision: z.enum(AUDIT_DECISIONS),
    reason: z.enum(REASONS).nullable(),
    actor: z.string().nullable().meta({ description: 'Who did it, where claims do not say.' }),
    issuer: z.string().nullable(),
    claims: z
      .record(z.string(), z.string().optional())
      .nullable()
      .meta({ description: 'Of the job, once they were verified.' }),
    projects: texts,
    project_ids: z.record(z.string(), z.string()).meta({
      description:
        'Ids of the projects that it concerns, by their paths at that time. Of a project that did not exist there is none.',
      examples: [{ 'acme/web': '01a20a6c-7a1e-7b0e-9c53-2d6f2b8f1c11' }],
    }),
    permissions: z
      .array(z.enum(PERMISSIONS))
      .readonly()
      .meta({ description: 'Those granted in every one of the projects.' }),
    trust_relationships: texts.meta({ description: 'Ids of those that granted.' }),
    would_grant: texts.meta({ description: 'Ids of those in audit mode that would have.' }),
    token_hash_prefix: z
      .string()
      .nullable()
      .meta({ description: "First 12 hexadecimal digits of the token's SHA-256." }),
    client_address: z.string().nullable(),
    asked: z
      .object({
        named_projects: z.boolean().meta({
          description: 'Whether it named projects; if not, it asked for all that trust it.',
        }),
        permissions: z
          .array(z.enum(PERMISSIONS))
          .readonly()
          .nullable()
          .meta({ description: 'Null: all that it could have.' }),
      })
      .nullable()
      .meta({
        description: 'What a job asked for. Null of anything else, and of events older than this.',
      }),
    message: z.string().nullable().meta({ description: 'What a refused request was told.' }),
    evaluations: z.array(evaluation).nullable().meta({
      description: 'Of a refused job: the trust relationships that came closest to granting.',
    }),
    evaluations_omitted: z.int().meta({ description: 'How many more there were.' }),
    before: anything.meta({ description: 'Of a change: what was; null: nothing.' }),
    after: anything.meta({ description: 'Of a change: what is since; null: nothing.' }),
    detail: anything.meta({ description: 'What else there is to say.' }),
  })
  .meta({ id: 'AuditEvent', description: 'What happened, and why.' });

/** An event as operations answer it. */
export type ShownEvent = z.output<typeof eventShape>;

export function shownEvent(event: AuditEvent): z.input<typeof eventShape> {
  return {
    id: event.id,
    time: event.time,
    action: event.action,
    decision: event.decision,
    reason: event.reason,
    actor: event.actor,
    issuer: event.issuer,
    claims: event.claims,
    projects: event.projects,
    project_ids: Object.fromEntries(projectIdsOf(event)),
    permissions: event.permissions,
    trust_relationships: event.relationships,
    would_grant: event.wouldGrant,
    token_hash_prefix: event.tokenHashPrefix,
    client_address: event.clientAddress,
    ...shownDetail(event),
  };
}

/** Of one project alone, scopes need not tell its path: the event does. */
function projectIdsOf({ scopes, projects }: AuditEvent): [path: string, id: string][] {
  const only = scopes.length === 1 && projects.length === 1 ? projects[0] : undefined;
  return scopes.flatMap(({ projectId, project = only }) =>
    projectId !== null && project !== undefined ? [[project, projectId]] : [],
  );
}

function shownDetail(event: AuditEvent) {
  const evaluations = evaluationsOf(event);
  const { message, cause, omitted: _, asked: __, before, after, ...rest } = members(event.detail);
  const others = { ...rest, ...(cause && !evaluations ? { cause } : {}) };
  return {
    asked: askedOf(event) ?? null,
    message: typeof message === 'string' ? message : null,
    evaluations: evaluations?.map(shownEvaluation) ?? null,
    evaluations_omitted: omittedFrom(event).reduce((sum, { count }) => sum + count, 0),
    before: before ?? null,
    after: after ?? null,
    detail: Object.keys(others).length > 0 ? others : null,
  };
}

function members(detail: unknown): Record<string, unknown> {
  return typeof detail === 'object' && detail !== null ? { ...detail } : {};
}
