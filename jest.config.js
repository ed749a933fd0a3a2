import { resolve } from 'node:path';
import { hasPostgres, sayThatItIsSkipped } from './__tests__/support/postgres/programs.ts';

// Tests start hundreds of programs and threads of ours: each would strip and compile its sources anew.
process.env.NODE_COMPILE_CACHE ??= resolve(import.meta.dirname, 'node_modules/.cache/compiled');

const tests = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-strip-types.mjs' },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/lib/'],
};

/** All tests; services that they start are on SQLite, unless they say otherwise. */
const all = {
  ...tests,
  displayName: 'all',
  globalSetup: '<rootDir>/__tests__/support/sqlite/set-up.ts',
  testMatch: ['**/*.test.ts'],
};

/** Those of services once more, on PostgreSQL: __tests__/support/test-database.ts is where both differ. */
const onPostgres = {
  ...tests,
  displayName: 'services on PostgreSQL',
  globals: { SERVICES_ON_POSTGRES: true },
  globalSetup: '<rootDir>/__tests__/support/postgres/set-up.ts',
  globalTeardown: '<rootDir>/__tests__/support/postgres/tear-down.ts',
  testMatch: [
    '**/exchange/api/admin/*.test.ts',
    '**/exchange/api/readiness.test.ts',
    '**/exchange/flows/*.test.ts',
  ],
  // Whatever database there is, these have nothing else to say about it.
  testPathIgnorePatterns: [
    'api/admin/(documentation|faults|hostile-requests|http|openapi|trust-test.*)\\.test',
    'flows/(narrow-token\\.property|note-use)\\.test',
  ],
};

if (!hasPostgres()) sayThatItIsSkipped(onPostgres.displayName);

export default {
  projects: hasPostgres() ? [all, onPostgres] : [all],
  // One more than small machines have cores: what is tested is often that something waits.
  maxWorkers: 3,
  // What ECMAScript modules of a test file take, Jest never gives back: 2 GB and more at the end.
  workerIdleMemoryLimit: '1GB',
  testTimeout: 60_000,
};
