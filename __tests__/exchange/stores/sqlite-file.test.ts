import {
  chmod,
  mkdir,
  mkdtemp,
  open as openFile,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { ensureFile, openWriter } from '../../../src/exchange/stores/sqlite/connection.ts';
import { openSqliteStore } from '../../../src/exchange/stores/sqlite/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { furnish } from './furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf } from './records.ts';

let folder = '';
let path = '';
const stores: Store[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockpass-sqlite-'));
  path = join(folder, 'data', 'dockpass.db');
});

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(at = path, { oneThread = false } = {}): Promise<Store> {
  const store = await openSqliteStore({ path: at, random: systemRandom, oneThread });
  stores.push(store);
  return store;
}

/** The same file as somebody else would open it. */
function withDatabase<Result>(use: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(path);
  try {
    return use(database);
  } finally {
    database.close();
  }
}

const mode = async (name: string) => ((await stat(name)).mode & 0o777).toString(8);

// Windows has no such modes.
const onPosix = process.platform === 'win32' ? test.skip : test;

onPosix('folder and files are made for their owner only', async () => {
  const store = await open();
  await store.appendEvent(auditEvent());
  const names = (await readdir(join(folder, 'data'))).toSorted();
  expect(names).toEqual(['dockpass.db', 'dockpass.db-shm', 'dockpass.db-wal']);
  for (const name of names)
    expect([name, await mode(join(folder, 'data', name))]).toEqual([name, '600']);
  expect(await mode(join(folder, 'data'))).toBe('700');
});

onPosix('a folder that is there keeps its mode', async () => {
  await mkdir(join(folder, 'data'));
  await chmod(join(folder, 'data'), 0o750);
  await open();
  expect(await mode(join(folder, 'data'))).toBe('750');
});

onPosix('files that others could read are closed to them', async () => {
  const store = await open();
  await store.appendEvent(auditEvent());
  const files = ['', '-wal', '-shm'].map((ending) => `${path}${ending}`);
  for (const file of files) await chmod(file, 0o644);
  await open();
  expect(await Promise.all(files.map(mode))).toEqual(['600', '600', '600']);
});

test('a closed database is one file, so that it can be copied', async () => {
  const store = await open();
  await store.appendEvent(auditEvent());
  await store.close();
  expect(await readdir(join(folder, 'data'))).toEqual(['dockpass.db']);
});

test('a commit is on the disk before it returns', () => {
  ensureFile(path);
  const writer = openWriter(path);
  const setting = (name: string) => writer.prepare(`pragma ${name}`).get()?.[name];
  const settings = ['journal_mode', 'synchronous', 'foreign_keys'].map(setting);
  writer.close();
  expect(settings).toEqual(['wal', 2, 1]);
});

test('a file that is no database is refused by name, and left as it was', async () => {
  const text = 'not a database, but long enough to be read as the header of one. '.repeat(20);
  const file = join(folder, 'notes.txt');
  await writeFile(file, text);
  await expect(open(file)).rejects.toThrow(`The database ${file} cannot be used: `);
  expect((await stat(file)).size).toBe(text.length);
});

/** Of nobody; only root may become somebody else. */
const ANOTHER_ACCOUNT = 65_534;
const asRoot = process.geteuid?.() === 0 ? test : test.skip;

asRoot('a database of another account is refused with what to run', async () => {
  await chmod(folder, 0o755);
  await (await open()).close();
  process.seteuid?.(ANOTHER_ACCOUNT);
  const refused = open();
  // Files are opened before the first wait.
  process.seteuid?.(0);
  const data = join(folder, 'data');
  await expect(refused).rejects.toThrow(
    `The database ${path} cannot be used: this account (uid ${ANOTHER_ACCOUNT}) may not write it; run dockpass as the account that it belongs to, or give it to the one that runs dockpass: chown -R ACCOUNT ${data} (if nothing else is in there), or name another place in DOCKPASS_DATABASE`,
  );
});

asRoot('a folder that this account may not make is refused with what to run', async () => {
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  process.seteuid?.(ANOTHER_ACCOUNT);
  const refused = open();
  process.seteuid?.(0);
  await expect(refused).rejects.toThrow(
    `The database ${path} cannot be used: this account (uid ${ANOTHER_ACCOUNT}) may not make the folder ${data}, nor look into it if it is there; make it and give it to the account that runs dockpass: mkdir -p ${data} && chown ACCOUNT ${data}, or name another place in DOCKPASS_DATABASE`,
  );
});

test('a place where no folder can be made is refused', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(open(join(folder, 'file', 'data', 'dockpass.db'))).rejects.toThrow(
    /The database .*dockpass\.db cannot be used: the folder .* cannot be made \(ENOTDIR\); name another place/,
  );
});

test('a file that was damaged is an outage for who reads, and for who writes', async () => {
  const store = await open();
  await furnish(store);
  await store.close();
  const damaged = await open();
  const { size } = await stat(path);
  const file = await openFile(path, 'r+');
  await file.write(Buffer.alloc(size - 4096, 0xff), 0, size - 4096, 4096);
  await file.close();
  const outage = {
    reason: 'store_unavailable',
    details: { detail: expect.stringMatching(/^the file is damaged/) },
  };
  await expect(damaged.listEvents({ limit: 1 })).rejects.toMatchObject(outage);
  await expect(damaged.read(({ users }) => users.countOperators())).rejects.toMatchObject(outage);
  await expect(damaged.appendEvent(auditEvent())).rejects.toMatchObject(outage);
  await expect(damaged.ping()).rejects.toMatchObject(outage);
});

test('a folder in place of the file is refused with what to name', async () => {
  await expect(open(folder)).rejects.toThrow(
    `The database ${folder} cannot be used: it is a folder; name a file in DOCKPASS_DATABASE, such as ${path.replace(/data.dockpass/, 'dockpass')}`,
  );
});

test('a schema newer than the program is refused and left alone', async () => {
  await (await open()).close();
  withDatabase((it) =>
    it.exec("insert into kysely_migration values ('9999-from-the-future', '2030-01-01T00:00:00Z')"),
  );
  const before = withDatabase((it) => it.serialize());
  await expect(open()).rejects.toThrow(
    /cannot be used: it has schema 9999-from-the-future, and this program knows schemas up to 0\d+-[\w-]+\. Run the newer/,
  );
  expect(
    Buffer.compare(
      withDatabase((it) => it.serialize()),
      before,
    ),
  ).toBe(0);
});

test('audit events can be neither changed nor deleted', async () => {
  const store = await open();
  await store.appendEvent(auditEvent());
  for (const sql of ["update audit_events set actor = 'nobody'", 'delete from audit_events'])
    expect(() => withDatabase((it) => it.exec(sql))).toThrow('audit_events is append-only');
  expect(await store.listEvents({ limit: 10 })).toHaveLength(1);
});

test('a write waits for the transaction of another process, and reads do not', async () => {
  const store = await open();
  const { web } = await furnish(store);
  const other = new DatabaseSync(path);
  other.exec('begin immediate');
  const commit = store.commitExchange(exchangeRecord([grantOf(web)]));
  let waiting = true;
  void commit.finally(() => {
    waiting = false;
  });
  // The event loop turns and reads are answered although the writer hangs on the lock.
  for (let reads = 0; reads < 20; reads++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await store.findIssuer('https://nobody.example')).toBeUndefined();
  }
  expect(waiting).toBe(true);
  other.exec('commit');
  other.close();
  expect(await commit).toBe('committed');
});

test('what an administrator reads is read on another thread than exchanges are', async () => {
  const store = await open();
  let answered = false;
  const reading = store.read(async ({ users }) => {
    await users.countOperators();
    answered = true;
  });
  // Whatever is done on this thread is done without a turn of its event loop.
  for (let tick = 0; tick < 1000; tick++) await Promise.resolve();
  expect(answered).toBe(false);
  await reading;
  expect(answered).toBe(true);
});

test('on one thread, what is read is one state, and nobody else waits for it', async () => {
  const [store, other] = [await open(path, { oneThread: true }), await open()];
  await furnish(store);
  const event = auditEvent();
  const found = await store.read(async ({ users, auditEvents }) => {
    await users.countOperators();
    await other.appendEvent(event);
    return await auditEvents.find(event.id);
  });
  expect(found).toBeUndefined();
  expect(await store.read(({ auditEvents }) => auditEvents.find(event.id))).toBeDefined();
});

test('on one thread, a read that fails leaves the thread to those after it', async () => {
  const store = await open(path, { oneThread: true });
  const { web } = await furnish(store);
  const failing = store.read(() => Promise.reject(new Error('enough')));
  const commit = store.commitExchange(exchangeRecord([grantOf(web)]));
  await expect(failing).rejects.toThrow('enough');
  expect(await commit).toBe('committed');
  expect(await store.read(({ users }) => users.countOperators())).toBe(0);
});
