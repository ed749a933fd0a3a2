import pg from 'pg';
import { openPostgresStore } from '../../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import type { Programs } from './programs.ts';
import { PostgresServer } from './server.ts';

export interface PostgresDatabase {
  name: string;
  url: string;
  /** Ends whoever is still connected. */
  drop(): Promise<void>;
}

/** A PostgreSQL, and as many databases in it as tests want. */
export interface TestPostgres {
  createDatabase(): Promise<PostgresDatabase>;
  /** A copy of a database that nobody may be connected to; quicker than to migrate an empty one. */
  copyDatabase(template: string): Promise<PostgresDatabase>;
  /** One connection, one statement. */
  query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]>;
}

/** The same on a server of one's own, which tests may stop. */
export interface OwnPostgres extends TestPostgres {
  server: PostgresServer;
  /** Stops it and leaves nothing. */
  remove(): Promise<void>;
}

/** The server that has the database `url`. */
export function postgresAt(url: string): TestPostgres {
  const urlOf = (database: string) => Object.assign(new URL(url), { pathname: database }).href;
  const administer = (sql: string) => query(urlOf('postgres'), sql);
  const create = async (options: string): Promise<PostgresDatabase> => {
    const name = `dockpass_${systemRandom.id().replaceAll('-', '')}`;
    await administer(`create database ${name} ${options}`);
    return {
      name,
      url: urlOf(name),
      drop: async () => void (await administer(`drop database ${name} with (force)`)),
    };
  };
  return {
    query,
    createDatabase: () => create('template template1'),
    copyDatabase: (template) => create(`template ${template} strategy file_copy`),
  };
}

/** With our schema, and closed: to make copies of. */
export async function createTemplate(postgres: TestPostgres): Promise<PostgresDatabase> {
  const template = await postgres.createDatabase();
  await (await openPostgresStore({ url: template.url, random: systemRandom })).close();
  return template;
}

export async function startPostgres(programs: Programs): Promise<OwnPostgres> {
  const server = await PostgresServer.create(programs);
  const remove = async () => {
    await server.remove();
    programs.remove();
  };
  return { ...postgresAt(server.url('postgres')), server, remove };
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url);
  // The server that a test stops ends this connection, too.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
