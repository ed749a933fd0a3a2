import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { findPrograms } from '../../support/postgres/programs.ts';
import { PostgresServer } from '../../support/postgres/server.ts';

/** A PostgreSQL of the test's own, and the programs of the same version that back it up. */
export interface DumpingPostgres {
  url(database: string): string;
  run(program: Program, ...args: string[]): Promise<unknown>;
}

const PROGRAMS = ['initdb', 'postgres', 'createdb', 'dropdb', 'pg_dump', 'pg_restore'] as const;

type Program = (typeof PROGRAMS)[number];

/**
 * Tests with pg_dump, which must not be older than its server. The npm package that other tests run on
 * has none; Debian's packages have both.
 */
export function describeDumping(name: string, tests: (postgres: () => DumpingPostgres) => void) {
  const bin = newestBin();
  if (bin === undefined) {
    process.stderr.write(
      `\nSKIPPED: ${name}: there is no pg_dump beside a server. Install Debian’s postgresql.\n\n`,
    );
    describe.skip(name, () => {});
    return;
  }
  describe(name, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      const others = findPrograms();
      const account = others?.account ?? {};
      others?.remove();
      server = await PostgresServer.create({ bin, account, remove: () => {} });
    });
    afterAll(() => server?.remove());
    tests(() => ({
      url: (database) => server.url(database),
      run: (program, ...args) => promisify(execFile)(join(bin, program), args),
    }));
  });
}

/** https://wiki.debian.org/PostgreSql: each version has a folder of its own. */
function newestBin(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root) : [];
  return versions
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => join(root, version, 'bin'))
    .find((bin) => PROGRAMS.every((program) => existsSync(join(bin, program))));
}
