import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from '@jest/globals';
import { batchCommitter } from '../../../src/exchange/stores/sqlite/commit-batch.ts';
import { openSqliteStore } from '../../../src/exchange/stores/sqlite/store.ts';
import { eventWrite, exchangeWrite } from '../../../src/exchange/stores/writes.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { furnish } from './furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf } from './records.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function furnishedDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'dockpass-batch-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'dockpass.db');
  const store = await openSqliteStore({ path, random: systemRandom });
  const furnished = await furnish(store);
  await store.close();
  const database = new DatabaseSync(path);
  closing.push(() => database.close());
  const count = (table: string) => database.prepare(`select count(*) n from ${table}`).get()?.n;
  return { ...furnished, database, count };
}

test('a disk that is full fails the whole batch and leaves nothing of it', async () => {
  const { database, count, web } = await furnishedDatabase();
  const commit = batchCommitter(database);
  const small = () => exchangeWrite(exchangeRecord([grantOf(web)]));
  expect(commit([small()]).outcomes).toEqual([{ status: 'fulfilled', value: 'committed' }]);

  const pages = Number(database.prepare('pragma page_count').get()?.page_count);
  database.exec(`pragma max_page_count = ${pages + 4}`);
  const large = eventWrite(auditEvent({ detail: 'x'.repeat(30_000) }));
  expect(() => commit([small(), large, small()])).toThrow('full');
  expect([count('tokens'), count('replays'), count('audit_events')]).toEqual([1, 1, 1]);

  database.exec(`pragma max_page_count = ${pages + 100}`);
  expect(commit([small()]).outcomes).toEqual([{ status: 'fulfilled', value: 'committed' }]);
});

test('a batch that cannot begin throws and does not end the transaction of another', async () => {
  const { database, count, web } = await furnishedDatabase();
  const commit = batchCommitter(database);
  database.exec('begin');
  expect(() => commit([exchangeWrite(exchangeRecord([grantOf(web)]))])).toThrow();
  expect(database.isTransaction).toBe(true);
  database.exec('rollback');
  expect(count('tokens')).toBe(0);
});
