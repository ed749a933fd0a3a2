import { openPostgresStore } from '../../../src/exchange/stores/postgres/store.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import { findPrograms } from './programs.ts';
import { postgresAt, startPostgres } from './test-postgres.ts';

/**
 * Once before all test files, for those that are to use PostgreSQL: one server for all of them, unless
 * TEST_DATABASE_URL names one, and in it a database with our schema, of which each test gets a copy:
 * that is quicker than to migrate an empty one. jest.config.js says when this runs.
 */
export default async function setUp(): Promise<void> {
  const closing: (() => Promise<void>)[] = [];
  globalThis.afterPostgresTests = closing;
  process.env.TEST_DATABASE_URL ||= await startServer(closing);
  const template = await postgresAt(process.env.TEST_DATABASE_URL).createDatabase();
  closing.push(template.drop);
  await (await openPostgresStore({ url: template.url, random: systemRandom })).close();
  process.env.TEST_DATABASE_TEMPLATE = new URL(template.url).pathname.slice(1);
}

async function startServer(closing: (() => Promise<void>)[]): Promise<string> {
  const programs = findPrograms();
  if (!programs) throw new Error('there is no PostgreSQL');
  const { server, remove } = await startPostgres(programs);
  closing.push(remove);
  return server.url('postgres');
}

declare global {
  /** For tear-down.ts, last first: Jest's two hooks have nothing but globals in common. */
  var afterPostgresTests: (() => Promise<void>)[] | undefined;
}
