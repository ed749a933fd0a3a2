import { resolve } from 'node:path';
import {
  findBrowser,
  sayThatItIsSkipped as sayWithoutBrowser,
} from './__tests__/support/browser/programs.ts';
import { hasPostgres, sayThatItIsSkipped } from './__tests__/support/postgres/programs.ts';

// Tests start hundreds of programs and threads of ours: each would strip and compile its sources anew.
process.env.NODE_COMPILE_CACHE ??= resolve(import.meta.dirname, 'node_modules/.cache/compiled');

/** For `*.browser.test.ts`, by way of the environment: workers have nothing else of what is found out here. */
const browser = findBrowser();
if (browser) process.env.TEST_BROWSER = JSON.stringify(browser);
else sayWithoutBrowser();
const WITHOUT_BROWSER = browser ? [] : ['\\.browser\\.test\\.ts$'];

const tests = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-strip-types.mjs' },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/lib/'],
};

/**
 * What `npm run check` runs: they hold pages, the demo, the deployment, integrations and scripts to what they
 * say, look at every page of the console, and try us with the programs of others: Docker daemons, registries,
 * their clients, pg_dump, shells.
 */
const PAGES = [
  '/(?:bench|deployment|integrations|repository|scripts)/[^/]+\\.test\\.ts$',
  '/documentation\\.test\\.ts$',
  '/policy/recipes\\.test\\.ts$',
  '/console/(?:pages|tokens)\\.browser\\.test\\.ts$',
  '/(?:docker-daemon|docker/clients|builders/buildkit|registry/real-registry)[^/]*\\.test\\.ts$',
  '/(?:exchange/backup/[^/]*|cli/completion)\\.test\\.ts$',
  '/support/docker-daemon/[^/]*\\.test\\.ts$',
  '/journeys/(?:build-and-push|ci-workflow|docker|demo|examples|five-minutes|registry|.*-example)\\.test\\.ts$',
];

/** All other tests; services that they start are on SQLite, unless they say otherwise. */
const all = {
  ...tests,
  displayName: 'all',
  globalSetup: '<rootDir>/__tests__/support/sqlite/set-up.ts',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [...PAGES, ...WITHOUT_BROWSER],
};

/**
 * Services once more, on PostgreSQL (__tests__/support/test-database.ts is where both differ): races, replay,
 * what another process has changed, what is recalled, and every query that the conformance suite of stores
 * (__tests__/exchange/stores) does not run there already.
 */
const onPostgres = {
  ...tests,
  displayName: 'services on PostgreSQL',
  globals: { SERVICES_ON_POSTGRES: true },
  globalSetup: '<rootDir>/__tests__/support/postgres/set-up.ts',
  globalTeardown: '<rootDir>/__tests__/support/postgres/tear-down.ts',
  testMatch: [
    '**/exchange/api/readiness.test.ts',
    `**/exchange/api/admin/(${[
      'attacks',
      'audit-events',
      'entity-tags',
      'idempotency',
      'lists',
      'members',
      'projects',
      'quotas',
      'roles',
      'trust-replay',
      'trust-review',
    ].join('|')}).test.ts`,
    `**/exchange/flows/(${[
      'changed-elsewhere',
      'changing-rules',
      'purge-expired',
      'recalled-rules.property',
      'replay',
      'strangers-rules',
    ].join('|')}).test.ts`,
  ],
};

if (!hasPostgres()) sayThatItIsSkipped(onPostgres.displayName);

/** For scripts/check/jest.config.js. */
export const pages = {
  ...tests,
  displayName: 'pages',
  globalSetup: all.globalSetup,
  testRegex: PAGES,
  testPathIgnorePatterns: WITHOUT_BROWSER,
};

export const options = {
  // One more than small machines have cores: what is tested is often that something waits.
  maxWorkers: 3,
  // What ECMAScript modules of a test file take, Jest never gives back: 2 GB and more at the end.
  workerIdleMemoryLimit: '1.5GB',
  testTimeout: 60_000,
};

export default { ...options, projects: hasPostgres() ? [all, onPostgres] : [all] };
