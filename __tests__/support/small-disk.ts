import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';

/** A file system of its own that is really full once it is filled. */
export interface SmallDisk {
  folder: string;
  /** Takes what is left, to the last byte. */
  fill(): void;
  /** Gives it back. */
  free(): void;
  remove(): void;
}

const MEGABYTES = 8;

/** Tests on a disk that can be filled: root of a Linux machine may mount one; elsewhere they are skipped. */
export function describeSmallDisk(name: string, tests: (mount: () => SmallDisk) => void): void {
  const mountable = canMount();
  if (!mountable)
    process.stderr.write(`Skipped, because only root may mount a small disk: ${name}\n`);
  (mountable ? describe : describe.skip)(name, () => tests(mountSmallDisk));
}

function canMount(): boolean {
  try {
    mountSmallDisk().remove();
    return true;
  } catch {
    return false;
  }
}

function mountSmallDisk(): SmallDisk {
  const disk = mkdtempSync(join(tmpdir(), 'dockpass-small-disk-'));
  const removeFolder = () => rmSync(disk, { recursive: true, force: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', disk], {
      stdio: 'ignore',
    });
  } catch (error) {
    removeFolder();
    throw error;
  }
  const folder = join(disk, 'data');
  mkdirSync(folder);
  const filler = join(disk, 'filler');
  return {
    folder,
    fill: () => fill(filler),
    free: () => rmSync(filler),
    remove() {
      // Lazily: whoever has a file open yet, such as a process that is ending, does not keep it.
      execFileSync('umount', ['--lazy', disk]);
      removeFolder();
    },
  };
}

function fill(file: string): void {
  const descriptor = openSync(file, 'a');
  try {
    for (const size of [65_536, 4096, 1]) writeUntilFull(descriptor, Buffer.alloc(size));
  } finally {
    closeSync(descriptor);
  }
}

function writeUntilFull(descriptor: number, bytes: Uint8Array): void {
  try {
    for (;;) writeSync(descriptor, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
