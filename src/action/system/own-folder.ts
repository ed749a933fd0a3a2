import { lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes a folder for us alone, and those above it. Returns the first that had to be made.
 * `recursive` of mkdir is not used: below /proc and its like, where the parent is there and yet
 * nothing can be made, Node tries for ever, and neither a time limit nor a signal ends that.
 */
export function makeFolder(path: string): string | undefined {
  try {
    mkdirSync(path, { mode: 0o700 });
    return path;
  } catch (error) {
    if (isFolder(path)) return undefined;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
  }
  const first = makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else was faster.
    if (!isFolder(path)) throw error;
  }
  return first ?? path;
}

/**
 * Removes what we made in a folder of ours, and the folder itself unless something of somebody else
 * is in it. A link in the folder's place is taken away itself, never followed.
 */
export function removeFolder(path: string, isOurs: (name: string) => boolean): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) rmSync(path);
  if (!stats || stats.isSymbolicLink()) return;
  for (const name of readdirSync(path).filter(isOurs)) rmSync(join(path, name), { force: true });
  removeIfEmpty(path);
}

export function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
