import { z } from 'zod';
import type { ProjectRecord } from '../../stores/ports/projects.ts';
import { issuer } from './issuers.ts';
import { namedIssuer } from './named-issuer.ts';
import { type Change, type Context, change } from './operation.ts';
import { pathOf, project } from './projects.ts';
import { relationship } from './trust-relationships.ts';

const body = z
  .strictObject({
    project_tokens: z
      .boolean()
      .optional()
      .meta({ description: 'Revoke the project tokens, too. User access tokens go on anyway.' }),
    run_id: z
      .string()
      .regex(/^[\w-]{1,64}$/, {
        error: 'is not a run_id; write it as the ID token has it: a number, for GitHub',
      })
      .optional()
      .meta({
        description:
          'Only what jobs of this workflow run hold, and would still get: neither they nor re-runs get new tokens.',
        examples: ['9876543210'],
      }),
    issuer: z.string().optional().meta({
      description: "The run's; may be left out while there is exactly one.",
    }),
  })
  .superRefine((sent, context) => {
    if (sent.run_id === undefined && sent.issuer !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['issuer'],
        message: 'goes with run_id only; send that, too',
      });
    if (sent.run_id !== undefined && sent.project_tokens !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['project_tokens'],
        message: 'have nothing to do with a run; revoke them apart',
      });
  });

type Body = z.output<typeof body>;

export const revokeProject = change({
  name: 'project.revoke',
  summary:
    'Take the project from every build token at once, or from those of one run. Running jobs may exchange anew as long as a trust relationship admits them, save those of a revoked run',
  access: 'admin',
  target: project,
  body,
  change: (context, sent) =>
    sent.run_id === undefined
      ? revokeTokens(context, sent.project_tokens ?? false)
      : revokeRun(context, sent.run_id, sent),
});

async function revokeTokens(
  { entity, records, now }: Context<ProjectRecord>,
  projectTokens: boolean,
): Promise<Change<null>> {
  await records.revocations.revokeProject(entity.id, now, projectTokens);
  return revoked({ project_tokens: projectTokens }, { projects: [pathOf(entity)] });
}

async function revokeRun(
  { entity, records, now, settings }: Context<ProjectRecord>,
  runId: string,
  sent: Body,
): Promise<Change<null>> {
  const { url } = await namedIssuer(records, sent.issuer, '/issuer');
  const keepUntil = revokedRunKeepUntil(now, settings.maxLifetime);
  await records.revocations.revokeRun({ issuer: url, runId, projectId: entity.id }, keepUntil);
  const event = { action: 'run.revoke', projects: [pathOf(entity)] };
  return revoked({ run_id: runId, issuer: url }, event);
}

export const revokeRelationship = change({
  name: 'trust_relationship.revoke',
  summary:
    'Revoke what was issued under a trust relationship. Running jobs may exchange anew as long as it admits them: change or delete it first',
  access: 'admin',
  target: relationship,
  async change({ entity, records }) {
    await records.revocations.revokeRelationship(entity.id);
    return revoked({}, { projects: [entity.project], relationships: [entity.id] });
  },
});

export const revokeIssuer = change({
  name: 'issuer.revoke',
  summary:
    'Revoke what was issued to jobs of an issuer. They may exchange anew while it is enabled: switching it off revokes the same',
  access: 'operator',
  target: issuer,
  async change({ entity, records }) {
    await records.revocations.revokeIssuer(entity.id);
    return revoked({ issuer: entity.url }, {});
  },
});

function revoked(after: object, event: NonNullable<Change<null>['event']>): Change<null> {
  return { answer: null, before: null, after, event: { decision: 'revoked', ...event } };
}

const DAY = 86_400;

/**
 * Seconds for which jobs of a run may still ask for tokens: GitHub re-runs a run under the same id for
 * 30 days, and ends whatever runs after 35 (https://docs.github.com/en/actions/reference/limits).
 */
const RUN_ENDS_AFTER = (30 + 35) * DAY;

/**
 * Until when a run that is revoked now must be kept as such: as long as its jobs can ask, and as the
 * last token that one of them got before may live. Seconds since the epoch.
 */
function revokedRunKeepUntil(now: number, maxLifetime: number): number {
  return now + RUN_ENDS_AFTER + maxLifetime;
}
