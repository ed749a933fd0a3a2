import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../failure/failure.ts';
import { messageOf } from '../failure/one-line.ts';
import { makeFolder, removeIfEmpty } from '../system/own-folder.ts';
import type { Runner } from '../system/port.ts';
import { isHalfWritten, PRIVATE, writeAtomically } from './atomic-file.ts';
import { type ConfigFile, readConfigFile, unusable, writeConfigFile } from './config-file.ts';
import { identityOf, type LockRunner, withLock } from './config-lock.ts';
import { readJson } from './helper-folder.ts';
import {
  addStep,
  type ConfigState,
  credHelpersOf,
  isEmpty,
  isEmptyConfig,
  NO_REGISTRATIONS,
  type RegisteredStep,
  type Registrations,
  removeEndedSteps,
  type StepFilter,
} from './registrations.ts';

type ChangeRunner = LockRunner & Pick<Runner, 'now'>;

/** Enters our helper for a step's registries. Throws a Failure, and has changed nothing, if it cannot. */
export function register(
  runner: ChangeRunner,
  path: string,
  folder: string,
  registries: readonly string[],
): Promise<void> {
  const step: RegisteredStep = { registries, since: runner.now() };
  let madeFolder: string | undefined;
  const prepare = () => {
    madeFolder = makeFolder(dirname(path)) ?? madeFolder;
  };
  return withPathInError(path, async () => {
    try {
      await change(runner, path, prepare, (file, { state, check, save }) => {
        const rest = removeEndedSteps(state, isRunning(runner, folder));
        const { members, registrations } = addStep(rest, folder, step);
        // First: an entry that nobody knows of would outlive the job.
        save({
          ...registrations,
          ...(madeFolder && { madeFolder }),
          ...(!file.exists && { madeFile: true }),
        });
        writeConfigFile(file, members, check);
      });
    } catch (error) {
      if (madeFolder) removeFolders(dirname(path), madeFolder);
      throw error;
    }
  });
}

/** Takes a step's entries out again, and those of steps that have died. */
export async function unregister(
  runner: ChangeRunner,
  path: string,
  folder: string,
): Promise<void> {
  if (!existsSync(registrationsPath(path))) return;
  const madeFolder = await withPathInError(path, () =>
    change(runner, path, NOTHING, (file, { state, check, save }) => {
      const { members, registrations } = removeEndedSteps(state, isRunning(runner, folder));
      const empty = isEmpty(registrations);
      if (file.exists && empty && registrations.madeFile && isEmptyConfig(members))
        remove(path, check);
      else if (members !== file.members) writeConfigFile(file, members, check);
      if (empty) rmSync(registrationsPath(path), { force: true });
      else save(registrations);
      return empty ? registrations.madeFolder : undefined;
    }),
  );
  if (madeFolder) removeFolders(dirname(path), madeFolder);
}

const NOTHING = () => undefined;

function remove(path: string, check: () => void): void {
  check();
  rmSync(path);
}

/** A job may take five days on a runner of one's own; what is older is a dead job's. Milliseconds. */
const LONGEST_JOB = 5 * 24 * 60 * 60_000;

function isRunning({ now }: ChangeRunner, except: string): StepFilter {
  return (folder, { since }) =>
    folder !== except && existsSync(folder) && now() - since < LONGEST_JOB;
}

interface Change {
  state: ConfigState;
  /** Throws if the configuration is no longer what was read. */
  check(): void;
  save(registrations: Registrations): void;
}

const MOST_TRIES = 10;

/** Our processes wait for each other. Docker knows no lock: what it has written meanwhile is read again. */
async function change<Result>(
  runner: ChangeRunner,
  path: string,
  prepare: () => void,
  work: (file: ConfigFile, change: Change) => Result,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    prepare();
    try {
      return await withLock(runner, `${path}.dockpass-lock`, (held) => {
        sweep(path);
        const identity = identityOf(path);
        const file = readConfigFile(path);
        const checkLock = () => {
          if (!held()) throw new ChangedMeanwhile();
        };
        const check = () => {
          checkLock();
          if (identityOf(path) !== identity) throw new ChangedMeanwhile();
        };
        // Nobody writes it without the lock.
        const save = (registrations: Registrations) =>
          writeAtomically(
            registrationsPath(path),
            JSON.stringify(registrations),
            PRIVATE,
            checkLock,
          );
        return work(file, { state: stateOf(file), check, save });
      });
    } catch (error) {
      if (!isPassing(error) || tries === MOST_TRIES) throw error;
    }
  }
}

/** The last of several jobs takes the folder away; it may have done so a moment ago. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof ChangedMeanwhile || (error as NodeJS.ErrnoException | null)?.code === 'ENOENT'
  );
}

/** Only who holds the lock writes here: what is half written is of somebody who was killed. */
function sweep(path: string): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder))
    if (name.startsWith(`${basename(path)}.`) && isHalfWritten(name))
      rmSync(join(folder, name), { force: true });
}

class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
  constructor() {
    super('other programs keep changing it');
  }
}

function stateOf({ path, members }: ConfigFile): ConfigState {
  const helpers = credHelpersOf(members);
  if (!helpers) throw unusable(path, 'has `credHelpers` that Docker cannot read');
  return {
    members,
    helpers,
    registrations: { ...NO_REGISTRATIONS, ...(readJson(registrationsPath(path)) as Registrations) },
  };
}

function registrationsPath(path: string): string {
  return `${path}.dockpass`;
}

async function withPathInError<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Failure
      ? error
      : unusable(path, `cannot be changed: ${messageOf(error)}`);
  }
}

/** Docker may keep more than its configuration there: builders, contexts, plugins. */
function removeFolders(from: string, first: string): void {
  for (let folder = from; folder.startsWith(first); folder = dirname(folder)) removeIfEmpty(folder);
}
