import { afterEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { createPool } from '../../../src/exchange/stores/postgres/connection.ts';
import { openPostgresStore } from '../../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { describePostgres } from '../../support/postgres/databases.ts';
import { furnish } from './furnished-store.ts';
import { MIGRATION_NAMES } from './migration-names.ts';
import { openAtOnce } from './open-at-once.ts';
import { auditEvent, exchangeRecord, grantOf, NOW } from './records.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describePostgres('a PostgreSQL database', (postgres) => {
  async function create(): Promise<string> {
    const { url, drop } = await postgres().createDatabase();
    closing.push(drop);
    return url;
  }

  async function open(url: string) {
    const store = await openPostgresStore({ url, random: systemRandom });
    closing.push(() => store.close());
    return store;
  }

  async function connect(url: string): Promise<pg.Client> {
    const client = new pg.Client(url);
    await client.connect();
    closing.push(() => client.end());
    return client;
  }

  test('is migrated once by three replicas that start at once', async () => {
    for (let round = 0; round < 3; round++) {
      const url = await create();
      expect(await openAtOnce(url, 3)).toEqual([0, 0, 0]);
      const executed = await postgres().query(url, 'select name from kysely_migration order by 1');
      expect(executed).toEqual(MIGRATION_NAMES.map((name) => ({ name })));
    }
  });

  test('with a schema newer than the program is refused and left alone', async () => {
    const url = await create();
    await (await open(url)).close();
    const future = "insert into kysely_migration values ('9999-from-the-future', '2030')";
    await postgres().query(url, future);
    await expect(open(url)).rejects.toThrow(
      /cannot be used: it has schema 9999-from-the-future, and this program knows schemas up to 0\d+-[\w-]+\. Run the newer/,
    );
  });

  test('keeps audit events from being changed, deleted or truncated', async () => {
    const url = await create();
    const store = await open(url);
    await store.appendEvent(auditEvent());
    for (const change of [
      "update audit_events set actor = 'nobody'",
      'delete from audit_events',
      'truncate audit_events',
    ])
      await expect(postgres().query(url, change)).rejects.toThrow('audit_events is append-only');
    expect(await store.listEvents({ limit: 10 })).toHaveLength(1);
  });

  test('numbers events in the order of their commits, whoever writes them', async () => {
    const url = await create();
    const stores = [await open(url), await open(url), await open(url)];
    const seen: string[] = [];
    let writing = true;
    const reader = await open(url);
    const follow = async () => {
      for (;;) {
        const last = !writing;
        const after = seen.at(-1);
        const page = await reader.listEvents({ limit: 50, ...(after !== undefined && { after }) });
        seen.push(...page.map(({ id }) => id));
        if (last && page.length === 0) return;
      }
    };
    const following = follow();
    const events = Array.from({ length: 300 }, () => auditEvent());
    await Promise.all(
      stores.map(async (store, index) => {
        const own = events.filter((_, place) => place % stores.length === index);
        for (let place = 0; place < own.length; place += 4)
          await Promise.all(own.slice(place, place + 4).map((event) => store.appendEvent(event)));
      }),
    );
    writing = false;
    await following;
    // An event that came to light behind the last one seen would be missing.
    expect(seen.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
  });

  test('commits an exchange while another replica is in the middle of a purge', async () => {
    const url = await create();
    const store = await open(url);
    const { web } = await furnish(store);
    const old = exchangeRecord([grantOf(web)], { keepUntil: NOW - 1, expiresAt: NOW + 1 });
    await store.commitExchange(old);
    await store.commitExchange(exchangeRecord([grantOf(web)], { keepUntil: NOW - 1 }));
    const other = await connect(url);
    await other.query('begin');
    const { jti } = old.replay;
    await other.query('select from replays where jti = $1 for update', [jti]);
    // Neither an exchange nor another purge waits for that transaction.
    expect(await store.commitExchange(exchangeRecord([grantOf(web)]))).toBe('committed');
    expect(await store.purgeExpired(NOW, 10)).toBe(1);
    await other.query('commit');
    expect(await store.purgeExpired(NOW, 10)).toBe(1);
  });

  test('that is set to lose commits keeps those of the exchange', async () => {
    const url = await create();
    const name = new URL(url).pathname.slice(1);
    await postgres().query(url, `alter database ${name} set synchronous_commit = off`);
    const pool = createPool(url, { max: 1 });
    closing.push(() => pool.end());
    const { rows } = await pool.query('show synchronous_commit');
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
  });

  test('is left by every connection when the store is closed', async () => {
    const url = await create();
    const store = await open(url);
    const { web } = await furnish(store);
    await Promise.all(
      Array.from({ length: 50 }, () => store.commitExchange(exchangeRecord([grantOf(web)]))),
    );
    const connected =
      "select count(*)::int as n from pg_stat_activity where application_name = 'dockpass' and datname = current_database()";
    const [during] = await postgres().query<{ n: number }>(url, connected);
    expect(during?.n).toBeGreaterThan(0);
    await store.close();
    expect(await postgres().query(url, connected)).toEqual([{ n: 0 }]);
  });
});
