import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { batchCommitter } from '../../../src/exchange/stores/sqlite/commit-batch.ts';
import { openWriter } from '../../../src/exchange/stores/sqlite/connection.ts';
import { openSqliteStore } from '../../../src/exchange/stores/sqlite/store.ts';
import { eventWrite } from '../../../src/exchange/stores/writes.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { auditEvent } from './records.ts';

/**
 * What is recalled is worth as much as `pragma data_version` of the writing connection, of which
 * SQLite's documentation says nothing about WAL, checkpoints and transactions that are taken back.
 */

let folder = '';
let path = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockpass-version-'));
  path = join(folder, 'dockpass.db');
  const store = await openSqliteStore({ path, random: systemRandom });
  await store.close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const event = () => eventWrite(auditEvent());
/** Its id is there already. */
const failing = (twice = event()) => [twice, event(), twice];

const CHANGE =
  "insert into replays (issuer, jti, keep_until) values ('https://ci.example.com', hex(randomblob(16)), 0)";

type Act = (database: DatabaseSync) => unknown;

/** By the connection that the batches are committed on. */
const OWN: Record<string, Act> = {
  'a transaction': (own) => own.exec(`begin immediate; ${CHANGE}; commit`),
  'one that is taken back': (own) => own.exec(`begin immediate; ${CHANGE}; rollback`),
  'a checkpoint': (own) => own.exec('pragma wal_checkpoint(truncate)'),
};

/** By others, who change nothing. */
const IDLE: Record<string, Act> = {
  'a look': (other) => other.prepare('select count(*) from audit_events').get(),
  'a change that is taken back': (other) => other.exec(`begin immediate; ${CHANGE}; rollback`),
  'a checkpoint': (other) => other.exec('pragma wal_checkpoint(passive)'),
  'a backup': (other) => {
    other.prepare('vacuum into ?').run(join(folder, `${systemRandom.id()}.db`));
  },
};

const CHANGING: Record<string, Act> = {
  'a change': (other) => other.exec(CHANGE),
  'a change, then a checkpoint that begins the log anew': (other) =>
    other.exec(`${CHANGE}; pragma wal_checkpoint(truncate)`),
  'a checkpoint that begins the log anew, then a change': (other) =>
    other.exec(`pragma wal_checkpoint(truncate); ${CHANGE}`),
  'a change and another': (other) => other.exec(`${CHANGE}; ${CHANGE}`),
  'a change of the schema': (other) => {
    const name = systemRandom.id();
    other.exec(`create table "${name}" (x); drop table "${name}"`);
  },
  'a vacuum': (other) => other.exec('vacuum'),
  'a change by a connection that is closed again': () => {
    const another = new DatabaseSync(path);
    another.exec(CHANGE);
    another.close();
  },
};

const KINDS = { own: OWN, idle: IDLE, changing: CHANGING };

const acts = fc.array(
  fc.oneof(
    ...Object.entries(KINDS).map(([kind, named]) =>
      fc
        .constantFrom(...Object.keys(named))
        .map((name) => ({ kind: kind as keyof typeof KINDS, name })),
    ),
    fc.constantFrom(
      { kind: 'batch' as const, name: 'committed' },
      { kind: 'batch' as const, name: 'failing' },
    ),
  ),
  { minLength: 1, maxLength: 15 },
);

test('the data version of a batch is another one if others have changed something since the last, and only then', () => {
  const own = openWriter(path);
  const other = new DatabaseSync(path);
  const commit = batchCommitter(own);
  fc.assert(
    fc.property(acts, (sequence) => {
      let last = commit([event()]).rulesAsOf;
      let changed = false;
      for (const { kind, name } of [...sequence, { kind: 'batch', name: 'committed' } as const]) {
        if (kind !== 'batch') KINDS[kind][name]?.(kind === 'own' ? own : other);
        changed ||= kind === 'changing';
        if (kind !== 'batch') continue;
        const { rulesAsOf } = commit(name === 'failing' ? failing() : [event()]);
        expect(rulesAsOf !== last).toBe(changed);
        last = rulesAsOf;
        changed = false;
      }
    }),
    { numRuns: 50 },
  );
  other.close();
  own.close();
});
