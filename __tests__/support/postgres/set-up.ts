import { findPrograms } from './programs.ts';
import { createTemplate, postgresAt, startPostgres } from './test-postgres.ts';

/**
 * Once before all test files, for those that are to use PostgreSQL: one server for all of them, unless
 * TEST_DATABASE_URL names one, and in it a database with our schema, of which each test gets a copy.
 * jest.config.js says when this runs.
 */
export default async function setUp(): Promise<void> {
  const closing: (() => Promise<void>)[] = [];
  globalThis.afterPostgresTests = closing;
  process.env.TEST_DATABASE_URL ||= await startServer(closing);
  const template = await createTemplate(postgresAt(process.env.TEST_DATABASE_URL));
  closing.push(template.drop);
  process.env.TEST_DATABASE_TEMPLATE = template.name;
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
