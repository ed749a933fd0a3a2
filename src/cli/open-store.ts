import { statSync } from 'node:fs';
import type { Config } from '../exchange/config/config.ts';
import { loadConfig } from '../exchange/config/load-config.ts';
import type { OpenStore } from '../exchange/stores/open-store.ts';
import { isStoreOutage, reasonOf } from '../exchange/stores/outage.ts';
import type { Store } from '../exchange/stores/port.ts';
import { cleaningUpAfter } from '../exchange/system/cleaning-up.ts';
import { CommandFailure } from './failure.ts';
import { withProgress } from './output/progress.ts';
import type { Terminal } from './terminal.ts';

type Work<Result> = (store: Store) => Promise<Result>;

/** Works on the database of the configuration, which is made if it is not there yet. */
export async function withStore<Result>(terminal: Terminal, work: Work<Result>): Promise<Result> {
  const { env, random } = terminal;
  const { database } = loadConfig(env);
  const options = { random, oneThread: true };
  const store = await openWithProgress(terminal)(database, options).catch((error: Error) => {
    const told = error.message.includes('DOCKPASS_DATABASE') || saysWhatToDo(database, error.cause);
    throw new CommandFailure([told ? error.message : `${error.message}; check DOCKPASS_DATABASE`]);
  });
  return await cleaningUpAfter(work(store), store.close).catch(async (error: unknown) => {
    const { nameOf } = await databases();
    throw isStoreOutage(error)
      ? new CommandFailure([`The database ${nameOf(database)} cannot be used: ${reasonOf(error)}`])
      : error;
  });
}

/** What has to migrate the database says so, if it takes its time. */
export function openWithProgress(terminal: Terminal): OpenStore {
  return async (database, options) => {
    const { openStore } = await databases();
    return await openStore(database, {
      ...options,
      aroundMigration: (run) =>
        withProgress(terminal, 'Bringing the database up to date', () => run()),
    });
  };
}

/** More than half of what there is to load: help, and commands that go to a server, need none of it. */
async function databases() {
  return await import('../exchange/stores/open-store.ts');
}

/** Of a file; of a server, what cannot be reached may be named wrongly. */
function saysWhatToDo({ kind }: Config['database'], cause: unknown): boolean {
  return kind === 'sqlite' && isStoreOutage(cause);
}

/** The same for a command that only makes sense where something is stored. */
export async function withExistingStore<Result>(
  terminal: Terminal,
  work: Work<Result>,
): Promise<Result> {
  const { database } = loadConfig(terminal.env);
  if (isMissing(database)) {
    const { nameOf } = await databases();
    throw new CommandFailure([
      `there is no database at ${nameOf(database)}; check DOCKPASS_DATABASE, or make one with dockpass apply`,
    ]);
  }
  return await withStore(terminal, work);
}

/** Whether opening the database would make it; nobody but its administrator makes a PostgreSQL one. */
export function isMissing(database: Config['database']): boolean {
  if (database.kind !== 'sqlite') return false;
  try {
    statSync(database.path);
    return false;
  } catch (error) {
    // In a folder that this account may not enter it may be there; to open it says what to do.
    return (error as NodeJS.ErrnoException).code !== 'EACCES';
  }
}
