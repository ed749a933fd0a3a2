import { chmodSync, chownSync, renameSync, rmSync, writeFileSync } from 'node:fs';

export interface FileRights {
  mode: number;
  /** Undefined: whoever writes. */
  owner?: { uid: number; gid: number };
}

/** For us alone. */
export const PRIVATE: FileRights = { mode: 0o600 };

/** Ends the names of files that are not yet in their place. */
const HALF_WRITTEN = '.dockpass-new';

/** Such a file stays where its writer was killed. */
export function isHalfWritten(name: string): boolean {
  return name.endsWith(HALF_WRITTEN);
}

/**
 * Readers find the old content or the new, never half of it, and nobody else's link is followed.
 * `check` may throw while the old content is still in its place.
 */
export function writeAtomically(
  path: string,
  text: string,
  rights: FileRights,
  check: () => void = () => undefined,
): void {
  // oxlint-disable-next-line no-restricted-globals -- its number, not its environment
  const fresh = `${path}.${process.pid}${HALF_WRITTEN}`;
  try {
    rmSync(fresh, { force: true });
    writeFileSync(fresh, text, { mode: rights.mode, flag: 'wx' });
    // The umask has had its say at creation.
    chmodSync(fresh, rights.mode);
    if (rights.owner) giveTo(fresh, rights.owner);
    check();
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

/** Only root can give files away; for anybody else the file was theirs, or is now. */
function giveTo(path: string, { uid, gid }: { uid: number; gid: number }): void {
  try {
    chownSync(path, uid, gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
