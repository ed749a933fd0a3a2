import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/** That there is one organization only is recalled with the rules: a second one changes their version. */
export function organizationVersion({ organizationVersion: statements }: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await statement.execute(db);
    },
  };
}
