import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MEMORY = '/dev/shm';

/** Far more than all tests' databases take at a time; a container has 64 MB there unless told otherwise. */
const ENOUGH = 2 * 1024 ** 3;

/**
 * For databases and files beside them: in memory if there is room, since nothing of a test outlives its
 * machine. No place for programs: containers mount it so that none can be run from it.
 */
export function quickFolder(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
