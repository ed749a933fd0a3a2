import type { Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration';
import type { Database } from '../schema.ts';
import { initial } from './0001-initial.ts';
import { access } from './0002-access.ts';
import { registries } from './0003-registries.ts';
import { builders } from './0004-builders.ts';
import { ruleVersion } from './0005-rule-version.ts';
import { invitations } from './0007-invitations.ts';
import { auditSearch } from './0008-audit-search.ts';
import { auditRetention } from './0009-audit-retention.ts';
import { quotas } from './0010-quotas.ts';
import { organizationVersion } from './0011-organization-version.ts';
import { writeProbe } from './0012-write-probe.ts';
import { eventSpelling } from './0013-event-spelling.ts';
import { signIn } from './0014-sign-in.ts';
import { projectActivity } from './0015-project-activity.ts';
import { deviceTokenEnd } from './0016-device-token-end.ts';
import { projectsInOrder } from './0017-projects-in-order.ts';
import type { SchemaDialect } from './dialect.ts';

/** By name, which fixes their order. One that was released is never changed, renamed or removed. */
function migrations(dialect: SchemaDialect): Record<string, Migration> {
  return {
    '0001-initial': initial(dialect),
    '0002-access': access(dialect),
    '0003-registries': registries(dialect),
    '0004-builders': builders(dialect),
    '0005-rule-version': ruleVersion(dialect),
    '0007-invitations': invitations(dialect),
    '0008-audit-search': auditSearch(dialect),
    '0009-audit-retention': auditRetention(dialect),
    '0010-quotas': quotas(dialect),
    '0011-organization-version': organizationVersion(dialect),
    '0012-write-probe': writeProbe(dialect),
    '0013-event-spelling': eventSpelling(dialect),
    '0014-sign-in': signIn(dialect),
    '0015-project-activity': projectActivity,
    '0016-device-token-end': deviceTokenEnd(dialect),
    '0017-projects-in-order': projectsInOrder,
  };
}

/** Runs a migration, which takes minutes where there is much to change, and says so to whoever waits. */
export type AroundMigration = (run: () => Promise<void>) => Promise<void>;

/**
 * Brings the schema up to this program's. Processes that start at the same time wait for each other
 * (the lock of kysely's migrator); a schema newer than this program's is left alone and rejected.
 */
export async function migrate(
  db: Kysely<Database>,
  dialect: SchemaDialect,
  aroundMigration: AroundMigration = (run) => run(),
): Promise<void> {
  const known = migrations(dialect);
  const names = Object.keys(known);
  const executed = await executedMigrations(db);
  refuseNewerSchema(executed, names);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const run = async () => {
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  };
  await (names.every((name) => executed.includes(name)) ? run() : aroundMigration(run));
}

function refuseNewerSchema(executed: readonly string[], known: readonly string[]): void {
  const newer = executed.filter((name) => !known.includes(name));
  if (newer.length === 0) return;
  throw new Error(
    `it has schema ${newer.at(-1)}, and this program knows schemas up to ${known.at(-1)}. ` +
      'Run the newer version of dockpass that made it, or restore a backup from before the upgrade.',
  );
}

async function executedMigrations(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return [];
  const rows = await db
    .withTables<{ [DEFAULT_MIGRATION_TABLE]: { name: string } }>()
    .selectFrom(DEFAULT_MIGRATION_TABLE)
    .select('name')
    .orderBy('name')
    .execute();
  return rows.map((row) => row.name);
}
