import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openSqliteStore } from '../../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { COMPILED } from '../../support/compiled.ts';
import { relationshipOf } from './furnished-store.ts';
import { MIGRATION_NAMES } from './migration-names.ts';
import { openAtOnce } from './open-at-once.ts';
import { exchangeRecord, grantOf } from './records.ts';

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockpass-processes-'));
  path = join(folder, 'dockpass.db');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const program = (name: string) => join(import.meta.dirname, 'processes', name);

test('processes that start at once on an empty database all come up', async () => {
  expect(await openAtOnce(`sqlite:${path}`, 4)).toEqual([0, 0, 0, 0]);
  const database = new DatabaseSync(path);
  const names = database
    .prepare('select name from kysely_migration')
    .all()
    .map(({ name }) => name);
  expect(names).toEqual(MIGRATION_NAMES);
  database.close();
}, 60_000);

/** What the child was told is done, until it is killed in the middle of it. */
async function killAfter(child: ChildProcess, answers: number): Promise<string[][]> {
  const answered: string[][] = [];
  const exit = once(child, 'exit');
  if (!child.stdout) throw new Error('the child has no output');
  for await (const line of createInterface(child.stdout)) {
    answered.push(line.split(' '));
    if (answered.length === answers) child.kill('SIGKILL');
  }
  await exit;
  expect(child.signalCode).toBe('SIGKILL');
  return answered;
}

test.each([1, 50, 700])(
  'kill -9 after %i answers loses no token and no burned jti',
  async (answers) => {
    const child = spawn(process.execPath, [program('commit-under-load.ts'), path], {
      env: COMPILED,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const answered = await killAfter(child, answers);
    expect(answered.length).toBeGreaterThanOrEqual(answers);

    const store = await openSqliteStore({ path, random: systemRandom });
    const web = await relationshipOf(store, 'acme/web');
    for (const [jti = '', hash = ''] of answered) {
      expect(await store.findToken('build', Buffer.from(hash, 'hex'))).toBeDefined();
      const replay = exchangeRecord([grantOf(web)], { jti });
      expect(await store.commitExchange(replay)).toBe('replayed');
    }
    await store.close();
    // What was not answered is there whole or not at all.
    expect(new Set(rowCounts(path)).size).toBe(1);
  },
  60_000,
);

/** Of each table that an exchange writes one row to. */
function rowCounts(file: string): unknown[] {
  const database = new DatabaseSync(file);
  const counts = ['tokens', 'token_grants', 'replays', 'audit_events'].map(
    (table) => database.prepare(`select count(*) as n from ${table}`).get()?.n,
  );
  database.close();
  return counts;
}
