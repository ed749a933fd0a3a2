import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Dialect, Kysely, sql, type Transaction } from 'kysely';
import type { AuditEvent } from '../../../src/exchange/audit/event.ts';
import { shownEvent } from '../../../src/exchange/flows/admin/shown-event.ts';
import { eventSpelling } from '../../../src/exchange/stores/migrations/0013-event-spelling.ts';
import type { SchemaDialect } from '../../../src/exchange/stores/migrations/dialect.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { createPool } from '../../../src/exchange/stores/postgres/connection.ts';
import { poolDialect } from '../../../src/exchange/stores/postgres/dialect.ts';
import { postgresSchema } from '../../../src/exchange/stores/postgres/schema-dialect.ts';
import { openPostgresStore } from '../../../src/exchange/stores/postgres/store.ts';
import { writerDialect } from '../../../src/exchange/stores/sqlite/dialect.ts';
import { sqliteSchema } from '../../../src/exchange/stores/sqlite/schema-dialect.ts';
import { openSqliteStore } from '../../../src/exchange/stores/sqlite/store.ts';
import { startWriter } from '../../../src/exchange/stores/sqlite/writer.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { describePostgres } from '../../support/postgres/databases.ts';
import { auditEvent } from './records.ts';

/** What a version before this migration stored, and what the API answers of it. */
const OLD: [stored: Partial<AuditEvent>, action: string, before: unknown, after: unknown][] = [
  [
    {
      action: 'user_token.create',
      detail: {
        before: null,
        after: { id: 't', user: 'ada@example.com', description: 'd', expiresAt: 1_800_000_000 },
      },
    },
    'user_token.create',
    null,
    { id: 't', user: 'ada@example.com', description: 'd', expires_at: '2027-01-15T08:00:00.000Z' },
  ],
  [
    {
      action: 'project_token.revoke',
      decision: 'revoked',
      detail: {
        before: { id: 't', revokedAt: null },
        after: { id: 't', revokedAt: 1_800_000_000 },
      },
    },
    'project_token.revoke',
    { id: 't', revoked_at: null },
    { id: 't', revoked_at: '2027-01-15T08:00:00.000Z' },
  ],
  [
    {
      action: 'signing_key.rotate',
      detail: {
        before: { kids: ['a'] },
        after: { kid: 'b', old: [{ kid: 'a', publishedUntil: 1_800_000_000 }] },
      },
    },
    'signing_key.rotate',
    { kids: ['a'] },
    { kid: 'b', old: [{ kid: 'a', published_until: '2027-01-15T08:00:00.000Z' }] },
  ],
  [
    {
      action: 'project.remove',
      detail: { before: { organization: 'acme', project: 'web', oidcOnly: true }, after: null },
    },
    'project.delete',
    { organization: 'acme', project: 'web', oidc_only: true },
    null,
  ],
  [
    {
      action: 'trust_relationship.update',
      detail: {
        before: {
          repositoryId: null,
          conditions: { baseRefs: ['main'], reusableWorkflows: null },
          maxLifetime: 7200,
          expiresAt: null,
        },
        after: {
          repositoryId: '1',
          conditions: { baseRefs: null, reusableWorkflows: ['a'] },
          maxLifetime: null,
          expiresAt: 1_800_000_000,
        },
      },
    },
    'trust_relationship.update',
    {
      repository_id: null,
      conditions: { base_refs: ['main'], reusable_workflows: null },
      max_lifetime: 7200,
      expires_at: null,
    },
    {
      repository_id: '1',
      conditions: { base_refs: null, reusable_workflows: ['a'] },
      max_lifetime: null,
      expires_at: '2027-01-15T08:00:00.000Z',
    },
  ],
  // As the API recorded it: nothing to translate.
  [
    {
      action: 'member.delete',
      detail: { before: { user_id: 'u', created_at: '2027-01-15T08:00:00.000Z' }, after: null },
    },
    'member.delete',
    { user_id: 'u', created_at: '2027-01-15T08:00:00.000Z' },
    null,
  ],
];

const EVALUATION = {
  relationshipId: 'r',
  revision: 1,
  project: 'acme/web',
  mode: 'enforce',
  identity: [{ claim: 'repository', presented: 'acme/web', expected: ['acme/api'], ok: false }],
  conditions: [],
  expired: false,
  pinsMissing: true,
};

const REFUSED: Partial<AuditEvent> = {
  decision: 'refused',
  reason: 'no_trust_relationship',
  detail: {
    message: 'No trust relationship.',
    cause: [EVALUATION],
    omitted: [{ project: 'acme/web', count: 3 }],
    sharedUntil: '2027-01-15T09:00:00.000Z',
  },
};

/** Claims keep the names that the job gave them. */
const MALFORMED: Partial<AuditEvent> = {
  decision: 'refused',
  reason: 'malformed_token',
  detail: { message: 'No.', cause: { claims: { runId: '7', exp: 1_800_000_000 } } },
};

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Database {
  open(): Promise<Store>;
  dialect(): Dialect;
  schema: SchemaDialect;
}

/** The schema is the same before and after: only what events say differs. */
const migrateOnceMore = (database: Database) =>
  within(database, (trx) => eventSpelling(database.schema).up(trx));

async function within(
  { dialect }: Database,
  work: (trx: Transaction<unknown>) => Promise<unknown>,
): Promise<void> {
  const db = new Kysely<unknown>({ dialect: dialect() });
  try {
    await db.transaction().execute(work);
  } finally {
    await db.destroy();
  }
}

function tests(create: () => Promise<Database>): void {
  async function migrated(events: readonly AuditEvent[]) {
    const database = await create();
    const before = await database.open();
    for (const event of events) await before.appendEvent(event);
    await before.close();
    await migrateOnceMore(database);
    const store = await database.open();
    closing.push(() => store.close());
    return { database, store };
  }

  test('events of before are answered in the spelling of the API', async () => {
    const events = [...OLD.map(([stored]) => stored), REFUSED, MALFORMED].map((stored) =>
      auditEvent({ decision: 'changed', ...stored }),
    );
    const { store } = await migrated(events);
    const listed = await store.listEvents({ limit: 100 });
    expect(listed.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    const shown = listed.map(shownEvent);
    expect(shown.slice(0, OLD.length)).toEqual(
      OLD.map(([, action, before, after]) =>
        expect.objectContaining({ action, before, after, detail: null }),
      ),
    );
    expect(shown.at(-2)).toMatchObject({
      evaluations: [{ trust_relationship: 'r', pins_missing: true }],
      evaluations_omitted: 3,
      detail: { shared_until: '2027-01-15T09:00:00.000Z' },
    });
    expect(shown.at(-1)).toMatchObject({
      detail: { cause: { claims: { runId: '7', exp: 1_800_000_000 } } },
    });
  });

  test('any number of them keep their order, and can be changed no more', async () => {
    const removed = { action: 'member.remove', detail: { before: { userId: 'u' }, after: null } };
    const events = Array.from({ length: 1203 }, (_, place) =>
      auditEvent(place < 3 ? {} : { decision: 'changed', ...removed }),
    );
    const { database, store } = await migrated(events);
    const listed = await store.listEvents({ limit: 2000 });
    expect(listed).toEqual(
      events.map((event) =>
        event.detail === null
          ? event
          : {
              ...event,
              action: 'member.delete',
              detail: { before: { user_id: 'u' }, after: null },
            },
      ),
    );
    const change = within(database, (trx) => sql`update audit_events set actor = 'x'`.execute(trx));
    await expect(change).rejects.toThrow('audit_events is append-only');
  });

  test('a revoked run is still found by its id', async () => {
    const scope = { organizationId: systemRandom.id(), projectId: null };
    const detail = { before: null, after: { run_id: '77', issuer: 'https://issuer.example.com' } };
    const revoked = { action: 'run.revoke', decision: 'revoked', detail, scopes: [scope] } as const;
    const { store } = await migrated([auditEvent(revoked), auditEvent()]);
    const filter = {
      organizationId: scope.organizationId,
      projectId: null,
      repository: null,
      runId: '77',
      decision: null,
      since: null,
      until: null,
    };
    const { events } = await store.read(({ auditEvents }) =>
      auditEvents.search(filter, { before: null, limit: 10 }),
    );
    expect(events).toMatchObject([{ action: 'run.revoke', detail }]);
  });
}

describe('on SQLite', () => {
  tests(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dockpass-spelling-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'dockpass.db');
    return {
      open: () => openSqliteStore({ path, random: systemRandom }),
      dialect: () => writerDialect(startWriter(path)),
      schema: sqliteSchema,
    };
  });
});

describePostgres('on PostgreSQL', (postgres) => {
  tests(async () => {
    const { url, drop } = await postgres().createDatabase();
    closing.push(drop);
    return {
      open: () => openPostgresStore({ url, random: systemRandom }),
      dialect: () => poolDialect(createPool(url, { max: 1, statementTimeout: null })),
      schema: postgresSchema,
    };
  });
});
