import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/**
 * An index for every filter of a search (`queries/find-events.ts`). Within an organization they begin with
 * it: what others record costs nothing there, and no place in a list tells of them.
 */
export function auditSearch(dialect: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await describeScopes(db);
      await indexEvents(db);
      await createHours(db, dialect);
    },
  };
}

/** What is searched for beside the organization: events are large, and are read once they are found. */
async function describeScopes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('audit_event_scopes')
    .addColumn('decision', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  for (const column of ['repository_key', 'run_id'])
    await db.schema.alterTable('audit_event_scopes').addColumn(column, 'text').execute();
  await sql`
    update audit_event_scopes set (decision, repository_key, run_id) = (
      select e.decision, e.repository_key, e.run_id from audit_events as e
      where e.seq = audit_event_scopes.seq
    )`.execute(db);
}

/** Most events are granted exchanges: an index of decisions has only the others. */
async function indexEvents(db: Kysely<unknown>): Promise<void> {
  for (const [table, owner] of [
    ['audit_events', []],
    ['audit_event_scopes', ['organization_id']],
  ] as const)
    for (const [column, condition] of [
      ['run_id', sql<boolean>`run_id is not null`],
      ['repository_key', sql<boolean>`repository_key is not null`],
      ['decision', sql<boolean>`decision <> 'granted'`],
    ] as const)
      await db.schema
        .createIndex(`${table}_${column}`)
        .on(table)
        .columns([...owner, column, 'seq'])
        .where(condition)
        .execute();
  await db.schema
    .createIndex('audit_event_scopes_project')
    .on('audit_event_scopes')
    .columns(['organization_id', 'project_id', 'seq'])
    .execute();
}

/**
 * Between which numbers the events of an hour are. Numbers follow the order of commits, times are those of
 * requests, and clocks are set: the two differ, but no event of an hour is ever outside of its numbers. An
 * index of times would cost each event more, and could not be walked in the order of the numbers.
 */
async function createHours(
  db: Kysely<unknown>,
  { integer, keyedTable, noteHours }: SchemaDialect,
): Promise<void> {
  await db.schema
    .createTable('audit_hours')
    .addColumn('hour', 'text', (column) => column.primaryKey().notNull())
    .addColumn('first_seq', integer, (column) => column.notNull())
    .addColumn('last_seq', integer, (column) => column.notNull())
    .modifyEnd(keyedTable)
    .execute();
  await sql`
    insert into audit_hours (hour, first_seq, last_seq)
    select substr(time, 1, 13), min(seq), max(seq) from audit_events group by 1`.execute(db);
  for (const statement of noteHours) await statement.execute(db);
}
