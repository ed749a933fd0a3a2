import { existsSync } from 'node:fs';
import { loadConfig } from '../exchange/load-config.ts';
import type { Store } from '../exchange/stores/port.ts';
import { openSqliteStore } from '../exchange/stores/sqlite/store.ts';
import { CommandFailure } from './failure.ts';
import type { Terminal } from './terminal.ts';

type Work<Result> = (store: Store) => Promise<Result>;

/** Works on the database of the configuration, which is made if it is not there yet. */
export async function withStore<Result>(
  { env, random }: Terminal,
  work: Work<Result>,
): Promise<Result> {
  const { path } = loadConfig(env).database;
  const store = await openSqliteStore({ path, random }).catch((error: Error) => {
    throw new CommandFailure([`${error.message}; check DOCKPASS_DATABASE`]);
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The same for a command that only makes sense where something is stored. */
export async function withExistingStore<Result>(
  terminal: Terminal,
  work: Work<Result>,
): Promise<Result> {
  const { path } = loadConfig(terminal.env).database;
  if (!existsSync(path))
    throw new CommandFailure([
      `there is no database at ${path}; check DOCKPASS_DATABASE, or make one with dockpass apply`,
    ]);
  return await withStore(terminal, work);
}
