import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { SchemaDialect } from './dialect.ts';

/** By which a commit can tell whether rules that were recalled have changed: `rule-memory.ts`. */
export function ruleVersion({ ruleVersion: statements }: SchemaDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await statement.execute(db);
    },
  };
}
