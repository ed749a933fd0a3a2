import type { Config } from '../config/config.ts';
import type { Random } from '../system/random.ts';
import type { OnCommit } from './commits.ts';
import type { AroundMigration } from './migrations/migrate.ts';
import type { Store } from './port.ts';
import { databaseName } from './postgres/database-name.ts';
import { openSqliteStore } from './sqlite/store.ts';

interface StoreOptions {
  random: Random;
  onCommit?: OnCommit;
  aroundMigration?: AroundMigration;
  /**
   * For a process that does one thing after another: what it reads takes turns with what it writes, on one
   * thread, which is sooner there than two. PostgreSQL has none to save.
   */
  oneThread?: boolean;
}

export type OpenStore = (database: Config['database'], options: StoreOptions) => Promise<Store>;

/** Opens the configured database and brings its schema up to date. */
export const openStore: OpenStore = async (database, options) => {
  if (database.kind === 'sqlite') return await openSqliteStore({ path: database.path, ...options });
  // The driver is loaded only by who uses it: every command waits for what is imported above.
  const { openPostgresStore } = await import('./postgres/store.ts');
  return await openPostgresStore({ url: database.url, ...options });
};

/** The database for people and logs. */
export function nameOf(database: Config['database']): string {
  return database.kind === 'sqlite' ? database.path : databaseName(database.url);
}
