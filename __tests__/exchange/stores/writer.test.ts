import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startWriter } from '../../../src/exchange/stores/sqlite/writer.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockpass-writer-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test('requests are answered in the order in which they were asked, failures included', async () => {
  const writer = startWriter(join(folder, 'test.db'));
  const answers = await Promise.allSettled([
    writer.query('create table t (n integer)', []),
    writer.query('insert into t values (?), (?)', [1, 2]),
    writer.query('select wrong from t', []),
    writer.query('select n from t order by n', []),
  ]);
  await writer.close();
  expect(answers).toEqual([
    { status: 'fulfilled', value: { rows: [], numAffectedRows: 0n } },
    { status: 'fulfilled', value: { rows: [], numAffectedRows: 2n } },
    { status: 'rejected', reason: new Error('no such column: wrong') },
    { status: 'fulfilled', value: { rows: [{ n: 1 }, { n: 2 }] } },
  ]);
});

test('what cannot be sent to the thread rejects alone', async () => {
  const writer = startWriter(join(folder, 'test.db'));
  const [unsendable, sent] = await Promise.allSettled([
    writer.query('select ?', [() => {}]),
    writer.query('select 1 as n', []),
  ]);
  await writer.close();
  expect(unsendable.status).toBe('rejected');
  expect(sent).toEqual({ status: 'fulfilled', value: { rows: [{ n: 1 }] } });
});

test('when the thread dies, everything asked then and later is told why', async () => {
  const writer = startWriter(join(folder, 'missing', 'test.db'));
  const asked = await Promise.allSettled([
    writer.query('select 1', []),
    writer.query('select 2', []),
  ]);
  const later = await Promise.allSettled([writer.query('select 3', [])]);
  for (const answer of [...asked, ...later])
    expect(answer).toMatchObject({
      status: 'rejected',
      reason: {
        reason: 'store_unavailable',
        details: { detail: expect.stringMatching(/^the file cannot be opened/) },
      },
    });
  await writer.close();
});

test('closing waits for what was asked before, and what comes after is rejected', async () => {
  const writer = startWriter(join(folder, 'test.db'));
  const before = writer.query('select 1 as n', []);
  await writer.close();
  expect((await before).rows).toEqual([{ n: 1 }]);
  await expect(writer.query('select 1', [])).rejects.toThrow('closed');
});

test('a disk that is full is an outage, and over once there is room', async () => {
  const writer = startWriter(join(folder, 'test.db'));
  await writer.query('create table t (x text)', []);
  await writer.query('pragma max_page_count = 4', []);
  const insert = () => writer.query('insert into t values (?)', ['x'.repeat(100_000)]);
  await expect(insert()).rejects.toMatchObject({ reason: 'store_unavailable' });
  await writer.query('pragma max_page_count = 1000', []);
  await insert();
  await writer.close();
});
