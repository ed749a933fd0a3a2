import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { AuditFilter } from '../../audit/audit-store.ts';
import type { Database } from '../schema.ts';

/**
 * Between which numbers the events of a time are: by the hours in which it begins and ends. Undefined if there
 * are none.
 */
export async function numbersBetween(
  db: Kysely<Database>,
  { since, until }: Pick<AuditFilter, 'since' | 'until'>,
): Promise<RawBuilder<unknown>[] | undefined> {
  if (since === null && until === null) return [];
  const hours = db
    .selectFrom('audit_hours')
    .select(({ fn }) => [
      fn.min<number | null>('first_seq').as('first'),
      fn.max<number | null>('last_seq').as('last'),
    ]);
  const from =
    since === null ? null : await hours.where('hour', '>=', hourOf(since)).executeTakeFirst();
  const to =
    until === null ? null : await hours.where('hour', '<=', hourOf(until)).executeTakeFirst();
  if (from?.first === null || to?.last === null) return undefined;
  return [
    ...(from ? [sql`s.seq >= ${from.first}`] : []),
    ...(to ? [sql`s.seq <= ${to.last}`] : []),
  ];
}

/** As in `audit_hours`. */
export function hourOf(time: string): string {
  return time.slice(0, '2027-01-31T18'.length);
}
