import type { Kysely } from 'kysely';
import { NoSuchPlace } from '../../audit/audit-store.ts';
import type { Database } from '../schema.ts';

/**
 * The number of an event that is a place in the list. One that was removed because of its age was before
 * all that are left. Rejects with `NoSuchPlace` for any other: somebody else's event is none either, or
 * places would tell which ids exist.
 */
export async function placeOf(
  db: Kysely<Database>,
  organizationId: string | null,
  id: string,
): Promise<number | 'removed'> {
  const event = await db
    .selectFrom('audit_events')
    .select('seq')
    .where('id', '=', id)
    .executeTakeFirst();
  if (event && (await isOwn(db, organizationId, event.seq))) return event.seq;
  if (await isOlderThanAll(db, organizationId, id)) return 'removed';
  throw new NoSuchPlace(`There is no audit event ${id}`);
}

async function isOwn(
  db: Kysely<Database>,
  organizationId: string | null,
  seq: number,
): Promise<boolean> {
  if (organizationId === null) return true;
  const scope = await db
    .selectFrom('audit_event_scopes')
    .select('seq')
    .where('organization_id', '=', organizationId)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return scope !== undefined;
}

/** Ids of version 7 come in the order of time (RFC 9562 section 5.7). */
async function isOlderThanAll(
  db: Kysely<Database>,
  organizationId: string | null,
  id: string,
): Promise<boolean> {
  const removal = await db.selectFrom('audit_retention').select('id').executeTakeFirst();
  if (!removal) return false;
  const seq = await firstNumber(db, organizationId);
  return seq === undefined || id < (await idOf(db, seq));
}

async function firstNumber(
  db: Kysely<Database>,
  organizationId: string | null,
): Promise<number | undefined> {
  const row =
    organizationId === null
      ? await db.selectFrom('audit_events').select('seq').orderBy('seq').limit(1).executeTakeFirst()
      : await db
          .selectFrom('audit_event_scopes')
          .select('seq')
          .where('organization_id', '=', organizationId)
          .orderBy('seq')
          .limit(1)
          .executeTakeFirst();
  return row?.seq;
}

export async function idOf(db: Kysely<Database>, seq: number): Promise<string> {
  const { id } = await db
    .selectFrom('audit_events')
    .select('id')
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
  return id;
}
