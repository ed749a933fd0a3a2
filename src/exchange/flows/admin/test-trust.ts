import { z } from 'zod';
import { PERMISSIONS } from '../../../protocol/permissions.ts';
import { REASONS } from '../../../protocol/reasons.ts';
import { issuerDisabled } from '../../identity/verify.ts';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import { dangersOf } from '../../trust/danger.ts';
import { type Decision, decide } from '../../trust/decide.ts';
import { closestFirst, isMatch } from '../../trust/match.ts';
import type { Grant, TrustRelationship } from '../../trust/relationship.ts';
import { runRevoked } from '../exchange-token.ts';
import { evaluationMembers, shownEvaluation } from './evaluation.ts';
import { id, permissions } from './fields.ts';
import { claims, type JobUnderTest, pastedJob, pastJob } from './job-under-test.ts';
import { type Context, read, type Settings } from './operation.ts';
import { pathOf, project } from './projects.ts';
import { newTerms, warnings } from './relationship-terms.ts';
import { DRAFT, relationshipsUnderTest } from './relationships-under-test.ts';

const body = z
  .strictObject({
    claims: claims.optional(),
    reference: id.optional().meta({
      description:
        'Instead of claims, for those who may read the audit event: what a job was told.',
    }),
    permissions: permissions
      .optional()
      .meta({ description: 'As the job asks for them; left out: all that there is to have.' }),
    trust_relationship: newTerms
      .optional()
      .meta({ description: `Tried beside those of the project, as "${DRAFT}", and not stored.` }),
    replaces: id
      .optional()
      .meta({ description: 'The relationship of the project that the draft is to stand for.' }),
  })
  .superRefine((sent, context) => {
    if ((sent.claims === undefined) === (sent.reference === undefined))
      context.addIssue({ code: 'custom', message: 'send either claims or reference' });
    if (sent.replaces !== undefined && sent.trust_relationship === undefined)
      context.addIssue({
        code: 'custom',
        path: ['replaces'],
        message: 'makes no sense without trust_relationship; send the draft, too',
      });
  });

/** They are judged and written on the thread that answers jobs, and a repository may have a thousand. */
const MOST_SHOWN = 20;

const shape = z
  .object({
    decision: z.enum(['granted', 'refused']),
    grant: z
      .object({
        trust_relationship: z.string(),
        permissions: z.array(z.enum(PERMISSIONS)),
        max_lifetime: z.int().meta({ description: 'Seconds.' }),
        pins: z.boolean().meta({ description: "Whether it would pin the job's repository ids." }),
      })
      .nullable(),
    reason: z.enum(REASONS).nullable(),
    message: z.string().nullable().meta({ description: 'What the job would be told.' }),
    claims: z.array(z.string()).readonly().meta({ description: 'Failed claims it would be told.' }),
    would_grant: z.array(z.string()).meta({ description: 'Relationships in audit mode.' }),
    trust_relationships: z
      .array(z.object({ ...evaluationMembers, matches: z.boolean(), warnings }))
      .meta({ description: `Those that are closest to a grant first, at most ${MOST_SHOWN}.` }),
    trust_relationships_omitted: z.int().meta({ description: 'How many more there are.' }),
  })
  .meta({ id: 'TrustTest', description: 'What a job would be answered, and why.' });

type Body = z.output<typeof body>;

/**
 * What the exchange would answer to a job that asks for this project, by the same decision.
 * Relationships of other organizations are left out: without them the grant is the same, and a
 * refusal cannot be made to tell whom else they trust.
 */
export const testRelationships = read({
  name: 'trust_relationship.test',
  summary: 'Try the trust relationships of a project on a job; nothing is stored or issued',
  access: 'member',
  target: project,
  body,
  answer: shape,
  async read(context, sent) {
    const job = await jobOf(context, sent);
    const relationships = await relationshipsUnderTest(
      context,
      job,
      sent.trust_relationship,
      sent.replaces,
    );
    const decision = decide(
      job.claims,
      relationships,
      { projects: [pathOf(context.entity)], permissions: sent.permissions ?? null },
      { now: context.now, requirePins: context.settings.requirePins },
    );
    return shown(await withSwitches(context, job, decision), relationships, context.settings);
  },
});

async function jobOf({ records, actor }: Context<ProjectRecord>, sent: Body) {
  return sent.reference === undefined
    ? await pastedJob(records, sent.claims ?? {})
    : await pastJob(records, sent.reference, actor);
}

/** What an exchange is refused for whatever the relationships say. */
async function withSwitches(
  { records, entity }: Context<ProjectRecord>,
  { issuer, claims: { run_id: runId } }: JobUnderTest,
  decision: Decision,
): Promise<Decision> {
  if (!issuer.enabled)
    return { ...decision, grants: [], wouldGrant: [], refusal: issuerDisabled(issuer) };
  if (decision.refusal || runId === undefined) return decision;
  const run = { issuer: issuer.url, runId, projectId: entity.id };
  if (!(await records.revocations.isRunRevoked(run))) return decision;
  return { ...decision, grants: [], refusal: runRevoked() };
}

function shown(
  { grants: [grant], refusal, wouldGrant, evaluations }: Decision,
  relationships: readonly TrustRelationship[],
  settings: Settings,
): z.input<typeof shape> {
  const relationshipsById = new Map(
    relationships.map((relationship) => [relationship.id, relationship]),
  );
  const warningsOf = (id: string) => {
    const relationship = relationshipsById.get(id);
    return relationship ? dangersOf(relationship, settings) : [];
  };
  const closest = closestFirst(evaluations, (evaluation) => evaluation).slice(0, MOST_SHOWN);
  return {
    decision: refusal ? 'refused' : 'granted',
    grant: grant ? shownGrant(grant, settings) : null,
    reason: refusal?.reason ?? null,
    message: refusal?.message ?? null,
    claims: refusal?.details.claims ?? [],
    would_grant: wouldGrant,
    trust_relationships: closest.map((evaluated) => ({
      ...shownEvaluation(evaluated),
      matches: isMatch(evaluated),
      warnings: warningsOf(evaluated.relationshipId),
    })),
    trust_relationships_omitted: evaluations.length - closest.length,
  };
}

function shownGrant({ relationshipId, permissions, maxLifetime, pins }: Grant, settings: Settings) {
  return {
    trust_relationship: relationshipId,
    permissions,
    max_lifetime: Math.min(maxLifetime ?? settings.maxLifetime, settings.maxLifetime),
    pins,
  };
}
