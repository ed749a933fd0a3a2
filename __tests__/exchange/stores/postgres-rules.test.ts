import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { TAKE_WRITE_LOCK } from '../../../src/exchange/stores/postgres/connection.ts';
import { openPostgresStore } from '../../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { describePostgres } from '../../support/postgres/databases.ts';
import { createTemplate, type PostgresDatabase } from '../../support/postgres/test-postgres.ts';
import { furnish, GITHUB } from './furnished-store.ts';
import { recallRelationships } from './recalling.ts';
import { auditEvent, exchangeRecord, grantOf } from './records.ts';

/** What an operator's own SQL may do to a rule without raising its revision. */
const EXPIRE = 'update trust_relationships set expires_at = 1';

describePostgres('rules that PostgreSQL has recalled', (postgres) => {
  let template: PostgresDatabase;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    template = await createTemplate(postgres());
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(() => template.drop());

  /** An exchange that remembers the rules of acme/web, and an operator's own connection. */
  async function start(settings = '') {
    const { url, drop } = await postgres().copyDatabase(template.name);
    closing.push(drop);
    const operator = new pg.Client(url);
    await operator.connect();
    closing.push(() => operator.end());
    if (settings) await operator.query(`alter database "${operator.database}" set ${settings}`);
    const store = await openPostgresStore({ url, random: systemRandom });
    closing.push(() => store.close());
    const { web } = await furnish(store);
    await store.appendEvent(auditEvent());
    await store.findRelationships(GITHUB, 'acme/web');
    const recalledAsOf = (await recallRelationships(store, GITHUB, 'acme/web'))?.asOf ?? null;
    expect(recalledAsOf).not.toBeNull();
    const exchange = () =>
      store.commitExchange({ ...exchangeRecord([grantOf(web)]), recalledAsOf });
    return { operator, store, exchange };
  }

  test('buy what they say until somebody changes them', async () => {
    const { operator, exchange } = await start();
    expect(await exchange()).toBe('committed');
    await operator.query(EXPIRE);
    expect(await exchange()).toBe('relationship_changed');
  });

  test.each([
    ['whatever its search path', 'set search_path to pg_temp'],
    ['whoever replicates', 'set session_replication_role = replica'],
  ])('buy nothing after a change, %s', async (_, session) => {
    const { operator, exchange } = await start();
    await operator.query(session);
    await operator.query(EXPIRE.replace('trust', 'public.trust'));
    expect(await exchange()).toBe('relationship_changed');
  });

  test('buy nothing where the row of their version is missing', async () => {
    const { operator, store, exchange } = await start();
    await operator.query('delete from rule_version');
    expect(await exchange()).toBe('relationship_changed');
    await store.appendEvent(auditEvent());
    expect(await exchange()).toBe('relationship_changed');
  });

  test('buy nothing after a failover that lost a change, and another change', async () => {
    const { operator, store, exchange } = await start();
    const versions = new Set<string>();
    const versionNow = async () =>
      String((await operator.query('select version from rule_version')).rows[0].version);
    const before = await versionNow();
    for (let change = 0; change < 3; change++) {
      // As if the change before had never been.
      await operator.query(`update rule_version set version = ${before}`);
      await operator.query(EXPIRE);
      versions.add(await versionNow());
    }
    expect(versions.size).toBe(3);
    expect(await exchange()).toBe('relationship_changed');
    // Numbers that JavaScript reads as they are.
    await store.appendEvent(auditEvent());
  });

  test('buy nothing after a change that was waited for, whatever isolation the database is set to', async () => {
    const { operator, exchange } = await start(`default_transaction_isolation = 'repeatable read'`);
    await operator.query(`begin isolation level read committed; ${TAKE_WRITE_LOCK}`);
    const waiting = exchange();
    await untilSomebodyWaits(operator);
    await operator.query(EXPIRE);
    await operator.query('commit');
    expect(await waiting).toBe('relationship_changed');
  });
});

async function untilSomebodyWaits(client: pg.Client): Promise<void> {
  const waiting = `select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  while ((await client.query(waiting)).rowCount === 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
}
