import { type Selectable, sql, type Transaction } from 'kysely';
import type { AuditScope } from '../../audit/event.ts';
import { fromJson } from '../columns.ts';
import type { AuditEventTable, Database } from '../schema.ts';
import { hourOf } from './audit-search.ts';

interface Batch {
  /** As `time` of the events. */
  before: string;
  limit: number;
  /** Leaves events to whoever else is removing them. */
  skipLocked: boolean;
}

/**
 * Removes at most `limit` of the events before the beginning of an hour, the first ones first; how many.
 * Nothing else ever does: the database lets nobody delete an event that is younger than what is written
 * down here.
 */
export async function purgeEvents(
  trx: Transaction<Database>,
  { before, ...batch }: Batch,
): Promise<number> {
  const hour = hourOf(before);
  const last = await lastNumberBefore(trx, hour);
  if (last === null) return 0;
  await allowRemoving(trx, hour);
  const events = await firstEvents(trx, { hour, last, ...batch });
  if (events.length === 0) await forgetHours(trx, hour);
  else await remove(trx, events);
  return events.length;
}

async function lastNumberBefore(trx: Transaction<Database>, hour: string): Promise<number | null> {
  const { last } = await trx
    .selectFrom('audit_hours')
    .select(({ fn }) => fn.max<number | null>('last_seq').as('last'))
    .where('hour', '<', hour)
    .executeTakeFirstOrThrow();
  return last;
}

/** A time that begins like this hour is behind it; a shorter retention than before moves it on. */
async function allowRemoving(trx: Transaction<Database>, hour: string): Promise<void> {
  await trx
    .insertInto('audit_retention')
    .values({ id: 1, removed_before: hour })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ removed_before: hour })
        .where('audit_retention.removed_before', '<', hour),
    )
    .execute();
}

type Removable = Pick<Selectable<AuditEventTable>, 'seq' | 'scopes'>;

async function firstEvents(
  trx: Transaction<Database>,
  { hour, last, limit, skipLocked }: Omit<Batch, 'before'> & { hour: string; last: number },
): Promise<Removable[]> {
  const events = trx
    .selectFrom('audit_events')
    .select(['seq', 'scopes'])
    .where('seq', '<=', last)
    .where('time', '<', hour)
    .orderBy('seq')
    .limit(limit);
  return await (skipLocked ? events.forUpdate().skipLocked() : events).execute();
}

async function remove(trx: Transaction<Database>, events: readonly Removable[]): Promise<void> {
  const scopes = events.flatMap((event) =>
    fromJson<readonly AuditScope[]>(event.scopes).map(({ organizationId }) => ({
      organizationId,
      seq: event.seq,
    })),
  );
  // By the whole beginning of their key: of each organization, in one statement.
  for (const [organizationId, own] of Map.groupBy(scopes, (scope) => scope.organizationId))
    await trx
      .deleteFrom('audit_event_scopes')
      .where('organization_id', '=', organizationId)
      .where(
        'seq',
        'in',
        own.map(({ seq }) => seq),
      )
      .execute();
  await trx
    .deleteFrom('audit_events')
    .where(
      'seq',
      'in',
      events.map(({ seq }) => seq),
    )
    .execute();
}

/** Another process may be removing the last of them, and fail: as long as one is there, so is its hour. */
async function forgetHours(trx: Transaction<Database>, hour: string): Promise<void> {
  await sql`
    delete from audit_hours where hour < ${hour} and not exists (
      select 1 from audit_events as e
      where e.seq between audit_hours.first_seq and audit_hours.last_seq and e.time < ${hour}
    )`.execute(trx);
}
