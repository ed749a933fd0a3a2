import { type Kysely, type RawBuilder, sql } from 'kysely';
import type {
  HourOfActivity,
  LatestActivity,
  ProjectActivityRecords,
} from '../ports/project-activity.ts';
import type { Database } from '../schema.ts';
import { hourOf } from './audit-search.ts';

export function projectActivityRecords(db: Kysely<Database>): ProjectActivityRecords {
  return {
    async latest(projectIds, since, most) {
      if (projectIds.length === 0) return [];
      const { rows } = await sql<LatestActivity>`
        select
          p.id as "projectId",
          (select max(r.last_used_at) from trust_relationships as r where r.project_id = p.id)
            as "lastExchangeAt",
          (${countUpTo(most + 1, refusalsOf(sql`p.organization_id`, sql`p.id`, since))}) as refusals
        from projects as p where p.id in (${sql.join(projectIds)})`.execute(db);
      return rows;
    },
    async byHour({ id, organizationId }, since, most) {
      // Twice as many, so that the granted ones are known from all and the others.
      const looked = 2 * (most + 1);
      const within = sql`
        s.organization_id = ${organizationId} and s.project_id = ${id}
        and s.seq >= h.first_seq and s.seq < h.next_seq`;
      const counts = sql<Counts>`
        with h as (
          select hour, first_seq, coalesce(lead(first_seq) over (order by hour), ${BEYOND}) as next_seq
          from audit_hours where hour >= ${hourOf(since)}
        )
        select
          h.hour as hour,
          (${countUpTo(looked, within)}) as everything,
          (${countUpTo(looked, sql`${within} and ${OTHERS}`)}) as others,
          (${countUpTo(looked, sql`${within} and ${OTHERS} and s.decision = 'refused'`)}) as refused
        from h order by h.hour`;
      const { rows } = await counts.execute(db);
      return rows
        .filter(({ everything }) => everything > 0)
        .map((row) => hourOfActivity(row, most));
    },
  };
}

interface Counts {
  hour: string;
  everything: number;
  /** Those that were not granted. */
  others: number;
  refused: number;
}

/** Larger than any number of an event. */
const BEYOND = sql.lit(Number.MAX_SAFE_INTEGER);

/** In words of the index, which has nothing of what is granted. */
const OTHERS = sql`s.decision <> 'granted'`;

function countUpTo(most: number, conditions: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`select count(*) from (
    select 1 as one from audit_event_scopes as s where ${conditions} limit ${sql.lit(most)}
  ) as counted`;
}

function refusalsOf(
  organizationId: RawBuilder<unknown>,
  projectId: RawBuilder<unknown>,
  since: string,
): RawBuilder<unknown> {
  const first = sql`(select min(first_seq) from audit_hours where hour >= ${hourOf(since)})`;
  return sql`s.organization_id = ${organizationId} and s.project_id = ${projectId}
    and s.seq >= ${first} and ${OTHERS} and s.decision = 'refused'`;
}

function hourOfActivity(
  { hour, everything, others, refused }: Counts,
  most: number,
): HourOfActivity {
  const granted = everything - others;
  return {
    hour,
    granted: Math.min(granted, most),
    refused: Math.min(refused, most),
    more: granted > most || refused > most,
  };
}
