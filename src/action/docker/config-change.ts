import { rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PRIVATE, writeAtomically } from './atomic-file.ts';
import { type ConfigFile, readConfigFile, writeConfigFile } from './config-file.ts';
import { type Previous, saysNothing, withoutHelper } from './cred-helpers.ts';
import { readJson } from './helper-folder.ts';

/** What a step did to Docker's configuration. */
export interface ConfigChange {
  path: string;
  /** There was no file. */
  made: boolean;
  /** The first folder on the way that had to be made. */
  madeFolder?: string;
  previous: Previous;
}

const RECORD = 'config-change.json';

export function recordChange(folder: string, change: ConfigChange): void {
  writeAtomically(join(folder, RECORD), JSON.stringify(change), PRIVATE);
}

/** Undefined if the step failed before it changed anything. */
export function recordedChange(folder: string): ConfigChange | undefined {
  return readJson(join(folder, RECORD)) as ConfigChange | undefined;
}

/** Takes back what is still ours; `inUse` are registries of earlier steps, which need our entry. */
export function takeBack(change: ConfigChange, inUse: readonly string[]): void {
  const file = readConfigFile(change.path);
  if (!file.exists) return;
  const previous = Object.fromEntries(
    Object.entries(change.previous).filter(([registry]) => !inUse.includes(registry)),
  );
  const members = withoutHelper(file.members, previous);
  if (change.made && saysNothing(members)) removeFile(file, change.madeFolder);
  else if (members !== file.members) writeConfigFile(file, members);
}

function removeFile({ path }: ConfigFile, madeFolder: string | undefined): void {
  rmSync(path);
  if (madeFolder === undefined) return;
  try {
    for (let folder = dirname(path); folder.startsWith(madeFolder); folder = dirname(folder))
      rmdirSync(folder);
  } catch {
    // Docker keeps more than its configuration there: builders, contexts, plugins.
  }
}
