import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Group and others. */
const BY_OTHERS = 0o077;
const WRITTEN_BY_OTHERS = 0o022;
/** In a folder with this bit, such as /tmp, people can only move and remove what is their own. */
const STICKY = 0o1000;

/**
 * The folder in which Node may keep what it has compiled, so that the next command starts sooner; made if
 * it is missing. Node runs what is in there: undefined unless only `account` can write there, and only
 * `account` and root can put another folder in its place. So not where root has the home folder of
 * somebody else, as with sudo.
 */
export function compileCacheFolder(
  { XDG_CACHE_HOME: caches, HOME: home = homedir() }: Readonly<Record<string, string | undefined>>,
  account: number | undefined,
): string | undefined {
  try {
    const named = join(caches?.startsWith('/') ? caches : join(home, '.cache'), 'dockpass');
    for (const each of [dirname(named), named]) ensureFolder(each);
    const folder = realpathSync(named);
    const { uid, mode } = statSync(folder);
    const isPrivate = uid === account && (mode & BY_OTHERS) === 0;
    return isPrivate && foldersAbove(folder).every((each) => stays(each, account))
      ? folder
      : undefined;
  } catch {
    // Without it, commands only take longer to start.
    return undefined;
  }
}

/** Node's `recursive` tries for ever where no folder can be made, as in /proc. */
function ensureFolder(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...foldersAbove(parent)];
}

/** Whether nobody else can move what is in the folder. */
function stays(folder: string, account: number | undefined): boolean {
  const { uid, mode } = statSync(folder);
  const mayBeMoved = (mode & WRITTEN_BY_OTHERS) !== 0 && (mode & STICKY) === 0;
  return (uid === account || uid === 0) && !mayBeMoved;
}
