import { z } from 'zod';
import type { AuditFilter } from '../../audit/audit-store.ts';
import type { AuditEvent } from '../../audit/event.ts';
import type { Records } from '../../stores/ports/records.ts';
import { shownTime, time } from './fields.ts';

/** How far back jobs are looked at. */
const DAYS = 30;

/** Events that are read at a time: each is made ready on the thread that answers jobs. */
const PORTION = 50;

/** Whose events, and about what. */
export type RecentJobs = Pick<AuditFilter, 'organizationId' | 'projectId' | 'repository'> & {
  decision?: AuditFilter['decision'];
};

/** How much of the last days was looked at; in answers. */
export const lookedAtMembers = {
  jobs: z.int().meta({ description: 'How many recorded jobs were looked at, the newest first.' }),
  since: time.meta({
    description: `They are all that came since this time: ${DAYS} days, or less if there were too many.`,
  }),
  complete: z.boolean().meta({ description: `Whether those are all of the last ${DAYS} days.` }),
};

export interface LookedAt {
  jobs: number;
  since: string;
  complete: boolean;
}

/** Whether an event was of a job that is looked for, or there are to be no more. */
export type Visited = 'counted' | 'passed_over' | 'enough';

type Visit = (event: AuditEvent) => Promise<Visited>;

/** Seconds since the epoch: where the days that are looked at begin. */
export function recentSince(now: number): number {
  return now - DAYS * 86_400;
}

/**
 * Exchanges, the newest first, of each of `places` an equal share of at most `maxEvents`: however many there
 * are, it ends, and says how far it came. They come in portions, between which jobs are answered.
 */
export async function walkRecentJobs(
  { auditEvents }: Records,
  places: readonly RecentJobs[],
  { now, maxEvents }: { now: number; maxEvents: number },
  visit: Visit,
): Promise<LookedAt> {
  const since = shownTime(recentSince(now));
  const walked: LookedAt[] = [];
  let left = maxEvents;
  for (const [index, place] of places.entries()) {
    const share = Math.ceil(left / (places.length - index));
    const { used, ...lookedAt } = await walkOne(auditEvents, place, { since, now, share }, visit);
    walked.push(lookedAt);
    left -= used;
  }
  return {
    jobs: walked.reduce((sum, { jobs }) => sum + jobs, 0),
    since: walked.reduce((latest, one) => (one.since > latest ? one.since : latest), since),
    complete: walked.every(({ complete }) => complete),
  };
}

async function walkOne(
  auditEvents: Records['auditEvents'],
  place: RecentJobs,
  { since, now, share }: { since: string; now: number; share: number },
  visit: Visit,
): Promise<LookedAt & { used: number }> {
  const filter = { decision: null, ...place, runId: null, since, until: null };
  let [jobs, used, reached] = [0, 0, shownTime(now)];
  let before: string | null = null;
  do {
    if (used >= share) return { jobs, used, since: reached, complete: false };
    const limit = Math.min(PORTION, share - used);
    const page = await auditEvents.search(filter, { before, limit });
    // A page may be empty and go on.
    used += Math.max(page.events.length, 1);
    before = page.next;
    for (const event of page.events) {
      const visited = event.action === 'exchange' ? await visit(event) : 'passed_over';
      if (visited === 'enough') return { jobs, used, since: reached, complete: false };
      jobs += Number(visited === 'counted');
      reached = event.time;
    }
  } while (before !== null);
  return { jobs, used, since, complete: true };
}
