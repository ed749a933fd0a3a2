import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { AuditEvent } from '../../audit/event.ts';
import { seenBy } from '../../audit/seen-by.ts';
import type { Claims } from '../../identity/identity.ts';
import { fieldsOf } from '../../policy/entries.ts';
import {
  createSeen,
  KEPT_REASONS,
  narrowConditions,
  type SeenValues,
} from '../../policy/narrow-conditions.ts';
import type { RelationshipRecord } from '../../stores/ports/trust-relationships.ts';
import { foldCase } from '../../trust/glob.ts';
import { evaluate, failedConditions, isAddressed, isUnpinned } from '../../trust/match.ts';
import type { Conditions } from '../../trust/relationship.ts';
import { id } from './fields.ts';
import { type Context, read } from './operation.ts';
import { listOf, pageOf, pageQuery } from './page.ts';
import { project } from './projects.ts';
import {
  type LookedAt,
  lookedAtMembers,
  type RecentJobs,
  recentSince,
  walkRecentJobs,
} from './recent-jobs.ts';
import { shownTerms } from './relationship-terms.ts';
import { relationship } from './trust-relationships.ts';

/** Events that a review reads. */
const MAX_EVENTS = 5000;

/** Of what jobs showed, in an answer. */
const MOST_SHOWN = 20;

/** Seconds: an end that is nearer than this is marked. */
const SOON = 14 * 86_400;

const MARKS = ['unused', 'unpinned', 'expiring', 'expired', 'audit_mode'] as const;

/** As the policy file names them. */
const NAMES = {
  refs: 'refs',
  baseRefs: 'base_refs',
  environments: 'environments',
  events: 'events',
  workflows: 'workflows',
  reusableWorkflows: 'reusable_workflows',
} as const satisfies Record<keyof Conditions, string>;

const condition = z.enum(Object.values(NAMES));

const reviewed = z
  .object({
    trust_relationship: id,
    repository: z.string(),
    marks: z.array(z.enum(MARKS)).meta({
      description:
        'unused: it granted nothing in 30 days, and is as old; expiring: it ends within 14 days.',
    }),
    admitted: z.int().meta({
      description:
        'Jobs that it admitted, or in audit mode would have, and that it still admits as it is now.',
    }),
    seen: z
      .array(
        z.object({
          condition,
          values: z.array(z.object({ value: z.string(), jobs: z.int() })),
          values_omitted: z.int().meta({ description: 'How many more there are.' }),
          absent: z.int().meta({ description: 'Jobs that show nothing there.' }),
        }),
      )
      .meta({
        description: `What these jobs showed, the most frequent first, at most ${MOST_SHOWN}.`,
      }),
    narrowed: z.object(shownTerms).nullable().meta({
      description:
        'Terms that admit what was seen and less than the present ones; null: there are none.',
    }),
    kept: z
      .array(z.object({ condition, reason: z.enum(KEPT_REASONS) }))
      .meta({ description: 'Conditions that stay as they are, though fewer values were seen.' }),
  })
  .meta({ id: 'TrustReviewItem' });

const one = reviewed
  .extend(lookedAtMembers)
  .meta({ id: 'TrustReview', description: 'What a trust relationship was used for.' });

const several = listOf(reviewed)
  .extend(lookedAtMembers)
  .meta({ id: 'TrustReviews', description: 'What trust relationships were used for.' });

export const reviewRelationship = read({
  name: 'trust_relationship.review',
  summary: 'What a trust relationship was used for in the last 30 days, and terms that fit that',
  access: 'admin',
  target: relationship,
  answer: one,
  async read(context) {
    const { items, lookedAt } = await review(context, [context.entity]);
    const [item] = items;
    if (!item) throw new Error('a review lost its trust relationship');
    return { ...lookedAt, ...item };
  },
});

export const reviewRelationships = read({
  name: 'trust_relationship.review_all',
  summary:
    'What the trust relationships of a project were used for in the last 30 days, and terms that fit that',
  access: 'admin',
  target: project,
  query: pageQuery,
  answer: several,
  async read(context, query) {
    const { entity, records } = context;
    const { items: page, next } = await pageOf(
      query,
      (part) => records.relationships.list(entity.id, part),
      ({ id }) => id,
      (record) => record,
    );
    const { items, lookedAt } = await review(context, page);
    return { ...lookedAt, items, next };
  },
});

type Seen = ReturnType<typeof createSeen> & { jobs: number };

/** Of relationships of one project. */
async function review(
  { records, now }: Context<unknown>,
  relationships: readonly RelationshipRecord[],
): Promise<{ items: z.input<typeof reviewed>[]; lookedAt: LookedAt }> {
  const seen = new Map<string, Seen>();
  const known = new Map(relationships.map((record) => [record.id, record]));
  const visit = async (event: AuditEvent) => {
    let counted = false;
    for (const { record, claims } of admittedBy(event, known)) {
      const evaluation = evaluate({ ...record, generation: 0 }, claims, {
        now,
        requirePins: false,
      });
      counted = true;
      // It may have said something else then.
      if (!isAddressed(evaluation) || failedConditions(evaluation).length > 0) continue;
      const values = seen.get(record.id) ?? { ...createSeen(), jobs: 0 };
      values.add(claims);
      values.jobs++;
      seen.set(record.id, values);
    }
    return counted ? 'counted' : 'passed_over';
  };
  const bounds = { now, maxEvents: MAX_EVENTS };
  const lookedAt = await walkRecentJobs(records, placesOf(relationships), bounds, visit);
  const items: z.input<typeof reviewed>[] = [];
  for (const record of relationships) {
    items.push(shown(record, seen.get(record.id), now));
    await setImmediate();
  }
  return { items, lookedAt };
}

/** Repository by repository: none hides behind a busy one. */
function placesOf(relationships: readonly RelationshipRecord[]): RecentJobs[] {
  const byRepository = Map.groupBy(relationships, ({ repository }) => foldCase(repository));
  return [...byRepository.values()].flatMap((some): RecentJobs[] => {
    const [first] = some;
    if (!first) return [];
    const { organizationId, projectId, repository } = first;
    // What is only tried out shows in events of whatever decision.
    const decision = some.every(({ mode }) => mode === 'enforce') ? 'granted' : null;
    return [{ organizationId, projectId, repository, decision }];
  });
}

/** The relationships that granted, or would have if they were in force, as far as the organization sees. */
function admittedBy(
  event: AuditEvent,
  known: ReadonlyMap<string, RelationshipRecord>,
): { record: RelationshipRecord; claims: Claims }[] {
  const ids = [...event.relationships, ...event.wouldGrant];
  return ids.flatMap((granting) => {
    const record = known.get(granting);
    const seen = record && seenBy(event, new Set([record.organizationId]));
    return record && seen?.claims ? [{ record, claims: seen.claims }] : [];
  });
}

function shown(
  record: RelationshipRecord,
  seen: Seen | undefined,
  now: number,
): z.input<typeof reviewed> {
  const values = seen?.all() ?? [];
  const { conditions, kept, isNarrower } = narrowConditions(record.conditions, values);
  return {
    trust_relationship: record.id,
    repository: record.repository,
    marks: marksOf(record, now),
    admitted: seen?.jobs ?? 0,
    seen: values.filter(({ values }) => values.size > 0).map(shownValues),
    narrowed: isNarrower ? fieldsOf({ ...record, conditions }) : null,
    kept: kept.map(({ condition: name, reason }) => ({ condition: NAMES[name], reason })),
  };
}

function shownValues({ condition: name, values, absent }: SeenValues) {
  const frequent = [...values].toSorted(([, one], [, other]) => other - one);
  return {
    condition: NAMES[name],
    values: frequent.slice(0, MOST_SHOWN).map(([value, jobs]) => ({ value, jobs })),
    values_omitted: Math.max(0, frequent.length - MOST_SHOWN),
    absent,
  };
}

function marksOf(record: RelationshipRecord, now: number): (typeof MARKS)[number][] {
  const { expiresAt, mode, lastUsedAt, createdAt } = record;
  const isExpired = expiresAt !== null && expiresAt <= now;
  const isExpiring = !isExpired && expiresAt !== null && expiresAt <= now + SOON;
  return [
    ...((lastUsedAt ?? createdAt) < recentSince(now) ? (['unused'] as const) : []),
    ...(isUnpinned(record) ? (['unpinned'] as const) : []),
    ...(isExpiring ? (['expiring'] as const) : []),
    ...(isExpired ? (['expired'] as const) : []),
    ...(mode === 'audit' ? (['audit_mode'] as const) : []),
  ];
}
