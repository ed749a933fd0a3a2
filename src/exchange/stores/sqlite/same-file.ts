import { statSync } from 'node:fs';

/** How the check's errors begin. */
export const REPLACED = 'the database file was replaced';

/**
 * A check that throws once one of the files of the database at `path`, which is open, was moved, deleted
 * or replaced. The connection would go on with the old one, and nobody who opens the database by its
 * name would find what was granted or revoke it (https://www.sqlite.org/howtocorrupt.html, 4.3).
 *
 * `-wal` and `-shm` are made with the first write and stay as long as the connection does: each counts
 * from when it was seen first. A file that was moved back is the same one again.
 */
export function sameFileCheck(path: string): () => void {
  const opened = new Map([[path, identityOf(path)]]);
  const files = [path, `${path}-wal`, `${path}-shm`];
  return () => {
    for (const file of files) {
      const identity = identityOf(file);
      const first = opened.get(file);
      if (first === undefined && identity !== undefined) opened.set(file, identity);
      if (first !== undefined && identity !== first)
        throw new Error(
          `${REPLACED}: ${file} ${identity === undefined ? 'is gone' : 'is another file now'}`,
        );
    }
  };
}

/** Undefined if there is no such file. */
function identityOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
