import { copyFileSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../../support/stage.ts';
import {
  backUpUnderLoad,
  expectAtWork,
  expectNothingMissing,
  ready,
  UNLIMITED,
} from './under-load.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage(UNLIMITED);
});
afterEach(() => stage.close());

const inFolder = (name: string) => join(stage.exchange.folder, name);
const COPY = 'backup.db';

/** As docs/self-hosting.md says. */
function restore(): void {
  for (const name of ['dockpass.db', 'dockpass.db-wal', 'dockpass.db-shm'])
    rmSync(inFolder(name), { force: true });
  copyFileSync(inFolder(COPY), inFolder('dockpass.db'));
}

/** Of each table that an exchange writes one row to. */
function rowCounts(file: string): unknown[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const counts = ['tokens', 'token_grants', 'replays'].map(
    (table) => database.prepare(`select count(*) as n from ${table}`).get()?.n,
  );
  database.close();
  return counts;
}

test('a backup under load has everything that was answered before it, and no exchange by halves', async () => {
  await ready(stage);
  const answered = await backUpUnderLoad(stage, async () => {
    expect(await stage.exchange.dockpass('backup', COPY)).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  });
  expect(new Set(rowCounts(inFolder(COPY))).size).toBe(1);

  // Killed, it leaves a log of writes behind, which belongs to the database that goes.
  await stage.exchange.stop('SIGKILL');
  expect(existsSync(inFolder('dockpass.db-wal'))).toBe(true);
  restore();
  await stage.exchange.start();
  await expectNothingMissing(stage, answered);
  await expectAtWork(stage);
});

/** Windows has no such modes. */
const testModes = process.platform === 'win32' ? test.skip : test;

testModes('a backup is readable for its owner only: it holds the private keys', async () => {
  await ready(stage);
  await stage.exchange.dockpass('backup', COPY);
  expect(statSync(inFolder(COPY)).mode & 0o777).toBe(0o600);
});

test('a backup overwrites nothing', async () => {
  await ready(stage);
  writeFileSync(inFolder(COPY), 'precious');
  const { exitCode, stderr } = await stage.exchange.dockpass('backup', COPY);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('exists already')]);
  expect(statSync(inFolder(COPY)).size).toBe('precious'.length);
});

test('a backup into a folder that does not exist says so', async () => {
  await ready(stage);
  const { exitCode, stderr } = await stage.exchange.dockpass('backup', 'nodir/b.db');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('no backup was made: the folder nodir does not exist; make it first');
});

test('of a damaged database no backup is made, and nothing that looks like one is left', async () => {
  await stage.exchange.apply('issuers: []\norganizations: []\n');
  writeFileSync(inFolder('dockpass.db'), Buffer.alloc(64 * 1024, 7), { flag: 'r+' });
  const { exitCode, stderr } = await stage.exchange.dockpass('backup', COPY);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('no backup was made')]);
  expect(readdirSync(stage.exchange.folder).filter((name) => name.startsWith(COPY))).toEqual([]);
});

test('where there is no database, none is made for the backup', async () => {
  const { exitCode, stderr } = await stage.exchange.dockpass('backup', COPY);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('there is no database')]);
  expect(readdirSync(stage.exchange.folder)).toEqual([]);
});
