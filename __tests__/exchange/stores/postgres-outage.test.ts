import { afterEach, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Store } from '../../../src/exchange/stores/port.ts';
import { TAKE_WRITE_LOCK } from '../../../src/exchange/stores/postgres/connection.ts';
import { openPostgresStore } from '../../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { describeOwnPostgres } from '../../support/postgres/databases.ts';
import { startTcpRelay } from '../../support/tcp-relay.ts';
import { eventually } from '../eventually.ts';
import { furnish } from './furnished-store.ts';
import { auditEvent, exchangeRecord, grantOf } from './records.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(url: string): Promise<Store> {
  const store = await openPostgresStore({ url, random: systemRandom });
  closing.push(() => store.close());
  return store;
}

/** Keeps every other writer waiting in mid-transaction until `release`. */
async function holdWriteLock(url: string): Promise<{ release(): Promise<unknown> }> {
  const client = new pg.Client(url);
  await client.connect();
  closing.push(() => client.end());
  await client.query('begin');
  await client.query(TAKE_WRITE_LOCK);
  return { release: () => client.query('rollback') };
}

const WAITING = `from pg_stat_activity where datname = current_database()
  and application_name = 'dockpass' and wait_event_type = 'Lock'`;

describeOwnPostgres('PostgreSQL that', (postgres) => {
  const waiting = (url: string) =>
    eventually(async () => {
      const { length } = await postgres().query(url, `select pid ${WAITING}`);
      return length > 0 || undefined;
    });

  async function start() {
    const { url, drop } = await postgres().createDatabase();
    closing.push(drop);
    const store = await open(url);
    return { url, store, ...(await furnish(store)) };
  }

  test('ends a connection in mid-transaction has neither a token nor a burned jti', async () => {
    const { url, store, web } = await start();
    const lock = await holdWriteLock(url);
    const record = exchangeRecord([grantOf(web)]);
    const outcome = store.commitExchange(record);
    const refused = expect(outcome).rejects.toMatchObject({ reason: 'store_unavailable' });
    await waiting(url);
    await postgres().query(url, `select pg_terminate_backend(pid) ${WAITING}`);
    await refused;
    await lock.release();
    expect(await store.findToken('build', record.token.hash)).toBeUndefined();
    const { jti } = record.replay;
    expect(await store.commitExchange(exchangeRecord([grantOf(web)], { jti }))).toBe('committed');
  });

  test('ends a connection in mid-transaction says why, not that nothing could be rolled back', async () => {
    const { url, store } = await start();
    const failed = store.change(async ({ users }) => {
      await postgres().query(
        url,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and state = 'idle in transaction'`,
      );
      return await users.countOperators();
    });
    await expect(failed).rejects.toMatchObject({
      reason: 'store_unavailable',
      details: { detail: expect.stringMatching(/terminat/) },
    });
  });

  test('can no longer be heard has all of a transaction or nothing of it', async () => {
    const { url, store, web } = await start();
    const relay = await startTcpRelay(postgres().server.port);
    closing.push(() => relay.close());
    const far = await open(Object.assign(new URL(url), { port: relay.port }).href);
    const lock = await holdWriteLock(url);
    const records = Array.from({ length: 20 }, () => exchangeRecord([grantOf(web)]));
    const outcomes = records.map((record) => far.commitExchange(record));
    const refused = Promise.all(
      outcomes.map((outcome) =>
        expect(outcome).rejects.toMatchObject({ reason: 'store_unavailable' }),
      ),
    );
    await waiting(url);
    relay.cut();
    await refused;
    await lock.release();
    // Through the same store: the connections that were cut have been replaced.
    for (const { token, replay } of records) {
      const again = exchangeRecord([grantOf(web)], { jti: replay.jti });
      const burned = (await far.commitExchange(again)) === 'replayed';
      expect((await store.findToken('build', token.hash)) !== undefined).toBe(burned);
    }
  });

  test('is stopped and started is used again by who used it before', async () => {
    const { store, web } = await start();
    const record = exchangeRecord([grantOf(web)]);
    await store.commitExchange(record);
    const { server } = postgres();
    await server.stop();
    const down = { reason: 'store_unavailable' };
    await expect(store.ping()).rejects.toMatchObject(down);
    await expect(store.commitExchange(exchangeRecord([grantOf(web)]))).rejects.toMatchObject(down);
    await expect(store.findToken('build', record.token.hash)).rejects.toMatchObject(down);
    await expect(store.listEvents({ limit: 1 })).rejects.toMatchObject(down);
    await expect(store.read(({ users }) => users.find('nobody'))).rejects.toMatchObject(down);
    await server.start();
    await store.ping();
    expect(await store.findToken('build', record.token.hash)).toMatchObject({ revokedAt: null });
    expect(await store.commitExchange(exchangeRecord([grantOf(web)]))).toBe('committed');
    await store.appendEvent(auditEvent());
  });

  test('is upgraded by a newer replica is used again by those that prepared for the older one', async () => {
    const { url, store } = await start();
    const event = auditEvent();
    await store.appendEvent(event);
    const list = () => store.listEvents({ limit: 10 });
    expect(await list()).toEqual([event]);
    await postgres().query(url, 'alter table audit_events add column of_the_future text');
    await expect(list()).rejects.toMatchObject({ reason: 'store_unavailable' });
    expect(await list()).toEqual([event]);
  });

  test('cannot be reached at the start is named without its password', async () => {
    const { url } = await start();
    const { server } = postgres();
    await server.stop();
    const failure = await openPostgresStore({ url, random: systemRandom }).catch(String);
    await server.start();
    expect(failure).toMatch(
      /^Error: The database postgres:\/\/postgres@127\.0\.0\.1:\d+\/dockpass_\w+ cannot be used: .*ECONNREFUSED/,
    );
    expect(failure).not.toContain(new URL(url).password);
  });

  test('turns the password down says so, without repeating it', async () => {
    const { url } = await start();
    const wrong = Object.assign(new URL(url), { password: 'let-me-in' }).href;
    const failure = await openPostgresStore({ url: wrong, random: systemRandom }).catch(String);
    expect(failure).toContain('cannot be used: password authentication failed for user');
    expect(failure).not.toContain('let-me-in');
  });
});
