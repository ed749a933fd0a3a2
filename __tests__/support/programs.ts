import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** On PATH, or where Debian has programs that PATH may lack; undefined: not installed. */
export function findProgram(name: string): string | undefined {
  return findPrograms(name)[0];
}

/** All of that name, the one that a shell would run first. */
export function findPrograms(name: string): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders, '/usr/bin', '/usr/sbin'].map((folder) => join(folder, name)).filter(canRun);
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
