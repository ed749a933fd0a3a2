import { copyFileSync, existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { Config } from '../../src/exchange/config/config.ts';
import { TAKE_WRITE_LOCK } from '../../src/exchange/stores/postgres/connection.ts';
import { postgresAt } from './postgres/test-postgres.ts';

/** What a service under test stores into. */
export interface TestDatabase {
  /** For the exchange, as `openStore` takes it. */
  config: Config['database'];
  /** Past the store. */
  connect(): Promise<Connection>;
  /** Whatever it keeps, as text. */
  contents(): Promise<string>;
  drop(): Promise<void>;
}

export interface Connection {
  execute(sql: string): Promise<void>;
  /** Begins a transaction; until it ends nobody else writes. */
  lock(): Promise<void>;
  close(): Promise<void>;
}

declare global {
  /** Of jest.config.js. */
  var SERVICES_ON_POSTGRES: boolean | undefined;
}

/** The one place that decides which database a test is on. */
export async function createTestDatabase(folder: string): Promise<TestDatabase> {
  return globalThis.SERVICES_ON_POSTGRES ? await createOnPostgres() : createOnSqlite(folder);
}

/** Of sqlite/set-up.ts: quicker than to migrate an empty file. Leaves alone what is there. */
export function copyTemplate(path: string): void {
  const { TEST_DATABASE_FILE: template } = process.env;
  if (template && !existsSync(path)) copyFileSync(template, path);
}

function createOnSqlite(folder: string): TestDatabase {
  const path = join(folder, 'dockpass.db');
  copyTemplate(path);
  return {
    config: { kind: 'sqlite', path },
    async connect() {
      const database = new DatabaseSync(path, { timeout: 5000 });
      return {
        execute: async (sql) => database.exec(sql),
        lock: async () => database.exec('begin immediate'),
        close: async () => database.close(),
      };
    },
    async contents() {
      const names = await readdir(folder);
      const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
      return files.join('');
    },
    drop: async () => {},
  };
}

async function createOnPostgres(): Promise<TestDatabase> {
  const { TEST_DATABASE_URL: server, TEST_DATABASE_TEMPLATE: template } = process.env;
  if (!server || !template) throw new Error('postgres/set-up.ts has not run');
  const postgres = postgresAt(server);
  const { url, drop } = await postgres.copyDatabase(template);
  return {
    config: { kind: 'postgres', url },
    async connect() {
      const client = new pg.Client(url);
      await client.connect();
      return {
        execute: async (sql) => void (await client.query(sql)),
        lock: async () => void (await client.query(`begin; ${TAKE_WRITE_LOCK}`)),
        close: () => client.end(),
      };
    },
    async contents() {
      const [row] = await postgres.query<{ xml: string }>(
        url,
        "select schema_to_xml('public', true, false, '') as xml",
      );
      return row?.xml ?? '';
    },
    drop,
  };
}
