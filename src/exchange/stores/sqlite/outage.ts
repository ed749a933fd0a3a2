import { storeOutage } from '../outage.ts';
import { REPLACED } from './connection.ts';

/**
 * What SQLite says when it cannot read or write for now (https://www.sqlite.org/rescode.html), and what
 * that means. Told by its texts, which are all that comes through from the writer thread.
 */
const OUTAGES: readonly [says: string, means: string][] = [
  ['database or disk is full', 'the disk is full; free some space'],
  ['disk I/O error', 'the disk failed (disk I/O error); see the system log'],
  ['database is locked', 'another process has kept the file locked for too long'],
  ['locking protocol', 'the file cannot be locked; it must be on a local disk'],
  ['attempt to write a readonly database', 'the file, or the disk that it is on, is read-only'],
  ['unable to open database file', 'the file cannot be opened; see whether its folder is there'],
  ['database disk image is malformed', 'the file is damaged; restore a backup'],
  [
    'file is not a database',
    'the file is damaged, or not a database; restore a backup, or check DOCKPASS_DATABASE',
  ],
  ['out of memory', 'the machine is out of memory'],
  [REPLACED, 'the file was replaced, moved or deleted while it was open; restart dockpass serve'],
];

export function isOutage(error: unknown): boolean {
  return meaningOf(error) !== undefined;
}

/** The refusal that an error is if the database cannot be used for now; else the error. */
export function outageOr(error: unknown): unknown {
  const meaning = meaningOf(error);
  return meaning === undefined ? error : storeOutage(meaning, error);
}

function meaningOf(error: unknown): string | undefined {
  const { message = '' }: { message?: string } = Object(error);
  return OUTAGES.find(([says]) => message.startsWith(says))?.[1];
}

/** Throws the error, or the refusal that it is. */
export function explained(error: unknown): never {
  throw outageOr(error);
}
