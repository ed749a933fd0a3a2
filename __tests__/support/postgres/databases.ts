import { afterAll, beforeAll, describe } from '@jest/globals';
import { findPrograms, type Programs, sayThatItIsSkipped } from './programs.ts';
import { type OwnPostgres, postgresAt, startPostgres, type TestPostgres } from './test-postgres.ts';

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
      tests(() => postgresAt(url));
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
      own = await startPostgres(programs);
    });
    tests(() => {
      if (!own) throw new Error('PostgreSQL has not been started');
      return own;
    });
    // Jest runs these in the order in which they are declared: those of the tests may need it.
    afterAll(async () => {
      await own?.remove();
    });
  });
}

function skip(name: string): void {
  sayThatItIsSkipped(name);
  describe.skip(name, () => {});
}
