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
          (${countUpTo(most + 1, within)}) as everything,
          (${countUpTo(most + 1, within)} where decision = 'granted') as granted,
          (${countUpTo(most + 1, sql`${within} and ${OTHERS} and s.decision = 'refused'`)}) as refused
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
  /** Looked at for `granted`. */
  everything: number;
  /** Among those: no index has only them. */
  granted: number;
  refused: number;
}

/** Larger than any number of an event. */
const BEYOND = sql.lit(Number.MAX_SAFE_INTEGER);

/** In words of the index, which has nothing of what is granted. */
const OTHERS = sql`s.decision <> 'granted'`;

function countUpTo(most: number, conditions: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`select count(*) from (
    select s.decision from audit_event_scopes as s where ${conditions} limit ${sql.lit(most)}
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
  { hour, everything, granted, refused }: Counts,
  most: number,
): HourOfActivity {
  return {
    hour,
    granted: Math.min(granted, most),
    refused: Math.min(refused, most),
    more: everything > most || refused > most,
  };
}
