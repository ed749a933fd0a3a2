import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { cleaningUpAfter } from '../../system/cleaning-up.ts';
import { outageOr } from './outage.ts';
import { startReader } from './writer.ts';

/**
 * Writes what the database at `path` holds at this moment into a new file, for the owner only: it has
 * the private signing keys. Exchanges go on meanwhile. The schema stays as it is, so that a new
 * program can back up what an old one must still be able to read.
 *
 * A copy of the file by itself would lack what is in `-wal`; SQLite's backup API begins anew whenever
 * another process writes, under load without end (https://www.sqlite.org/backup.html). VACUUM INTO
 * reads in one transaction (https://www.sqlite.org/lang_vacuum.html).
 *
 * Returns the size in bytes. The file has its name only once it is whole and on the disk.
 */
export async function backUp(path: string, file: string): Promise<number> {
  if (!existsSync(path))
    throw new Error(`there is no database at ${path}; check DOCKPASS_DATABASE`);
  if (existsSync(file)) throw new Error(`${file} exists already, and a backup overwrites nothing`);
  if (!existsSync(dirname(file)))
    throw new Error(`the folder ${dirname(file)} does not exist; make it first`);
  const unfinished = `${file}.unfinished`;
  closeSync(openSync(unfinished, 'wx', 0o600));
  try {
    await copyInto(path, unfinished);
    flush(unfinished);
    renameSync(unfinished, file);
  } catch (error) {
    removeQuietly(unfinished);
    throw outageOr(error);
  }
  return statSync(file).size;
}

/** That it cannot be removed must not take the place of why it is unfinished. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}

/** On a thread of its own: it may take minutes, during which the command says so. */
async function copyInto(path: string, file: string): Promise<void> {
  const reader = startReader(path);
  await cleaningUpAfter(reader.query('vacuum into ?', [file]), reader.close);
}

/** VACUUM INTO leaves that to the operating system. */
function flush(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
