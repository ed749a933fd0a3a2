import { z } from 'zod';
import { describedPlan } from '../../policy/describe-plan.ts';
import { planPolicy } from '../../policy/diff.ts';
import type { PolicyDocument } from '../../policy/document.ts';
import { documentOf } from '../../policy/entries.ts';
import { judgeQuotas } from '../../policy/judge-quotas.ts';
import { referenceFindings } from '../../policy/judge-references.ts';
import { judgeServerCa } from '../../policy/judge-server-ca.ts';
import { type Path, pointer } from '../../policy/paths.ts';
import { KINDS, type PolicyPlan } from '../../policy/plan.ts';
import { policySchema } from '../../policy/schema.ts';
import { carryOutPlan } from './carry-out-plan.ts';
import { change, read, type Settings } from './operation.ts';
import { Problem, type ProblemCode } from './problem.ts';
import { planReplays, replayPlan } from './replay-plan.ts';
import { readStoredPolicy } from './stored-policy.ts';
import { installation } from './target.ts';
import { requireOperatorLeft } from './users.ts';

/** Bytes: 20,000 trust relationships with a few conditions each have room, and a page of YAML is less as JSON. */
const MAX_BYTES = 16 * 1024 * 1024;

const body = z
  .strictObject({
    policy: policySchema,
    prune: z
      .boolean()
      .default(false)
      .meta({ description: 'Delete what is stored and not in the policy file, except users.' }),
  })
  .meta({ id: 'PolicyToApply', description: 'A policy file as JSON.' });

const planBody = body
  .extend({
    replay: z.boolean().default(false).meta({
      description:
        'Also decide on the jobs of the last 30 days once more, of projects whose trust relationships change.',
    }),
  })
  .meta({ id: 'PolicyToPlan', description: 'A policy file as JSON, to be compared.' });

type Body = z.output<typeof body>;

const fields = z
  .record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string()).readonly(), z.null()]))
  .nullable()
  .meta({ description: 'Under the names of the policy file; null: not set.' });

const answer = z
  .object({
    changes: z.array(
      z.object({
        action: z.enum(['create', 'update', 'delete']),
        kind: z.enum(KINDS),
        about: z.string().meta({ examples: ['project acme/web'] }),
        before: fields,
        after: fields,
        warnings: z.array(
          z.object({ code: z.string(), text: z.string(), remedy: z.string().nullable() }),
        ),
      }),
    ),
    kept: z
      .array(z.string())
      .meta({ description: 'What is stored, not in the policy file, and kept without `prune`.' }),
  })
  .meta({
    id: 'PolicyPlan',
    description: 'What it takes to make the installation what a policy file says.',
  });

const planAnswer = answer.extend(planReplays).meta({
  id: 'PolicyPreview',
  description: 'The plan of a policy file, and what it would have changed for recorded jobs.',
});

export const planPolicyFile = read({
  name: 'policy.plan',
  summary: 'What applying a policy file would change',
  access: 'operator',
  target: installation,
  body: planBody,
  maxBytes: MAX_BYTES,
  answer: planAnswer,
  async read(context, wanted) {
    const stored = await readStoredPolicy(context.records);
    const plan = planFrom(stored.document, wanted);
    const replays = wanted.replay
      ? await replayPlan(context, stored, documentOf(wanted.policy), plan)
      : NO_REPLAYS;
    return { ...describedPlan(plan, context.settings), ...replays };
  },
});

/**
 * Each change is recorded as if its own operation had made it. The plan is made from what the transaction
 * itself reads, so that nothing can come between.
 */
export const applyPolicy = change({
  name: 'policy.apply',
  summary: 'Make the installation what a policy file says',
  access: 'operator',
  target: installation,
  body,
  maxBytes: MAX_BYTES,
  answer,
  async change(context, wanted) {
    const stored = await readStoredPolicy(context.records);
    const plan = planFrom(stored.document, wanted);
    const changes = await carryOutPlan(context, stored, plan.changes);
    if (plan.changes.some(({ kind }) => kind === 'user'))
      await requireOperatorLeft(context, { operator: true });
    return { answer: describedPlan(plan, context.settings), changes };
  },
});

/** What `policy.plan` answers where nothing is stored yet, not even a job. */
export function planFromNothing(
  wanted: z.input<typeof planBody>,
  settings: Settings,
): z.input<typeof planAnswer> {
  const nothing = { issuers: [], users: [], organizations: [] };
  const plan = describedPlan(planFrom(nothing, planBody.parse(wanted)), settings);
  return { ...plan, ...NO_REPLAYS, ...(wanted.replay && { replays: [] }) };
}

const NO_REPLAYS = { replays: null, replays_omitted: 0 };

/** Rejects with a Problem that has everything that is wrong with the file where this is stored. */
function planFrom(stored: PolicyDocument, { policy, prune }: Body): PolicyPlan {
  refuse('invalid_request', referenceFindings(policy));
  const wanted = documentOf(policy);
  const plan = planPolicy(stored, wanted, { prune });
  const unfit = judgeServerCa(wanted, stored);
  const beyond = judgeQuotas(wanted, stored, plan);
  refuse(unfit.length > 0 ? 'invalid_request' : 'quota_exceeded', [...unfit, ...beyond]);
  return plan;
}

function refuse(code: ProblemCode, findings: readonly { path: Path; message: string }[]): void {
  if (findings.length === 0) return;
  const faults = findings.map(({ path, message }) => ({
    at: pointer(['policy', ...path]),
    detail: message,
  }));
  throw new Problem(code, 'The policy file cannot be applied.', faults);
}
