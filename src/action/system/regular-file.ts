import {
  appendFileSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  type Stats,
} from 'node:fs';

/**
 * Opening a pipe waits for somebody at its other end, unless asked not to. Windows has no such files,
 * and no O_NONBLOCK: `|` takes undefined for 0.
 */
const { O_APPEND, O_CREAT, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

export interface RegularFile {
  text: string;
  stats: Stats;
}

/**
 * Reads a file that somebody else may have made. Pipes and devices are refused, because they might
 * never end, and so is what is larger than `most` bytes. Throws also if there is no file.
 */
export function readRegularFile(path: string, most: number): RegularFile {
  const descriptor = openSync(path, O_RDONLY | O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new Error('is not a file');
    return { text: readAtMost(descriptor, most), stats };
  } finally {
    closeSync(descriptor);
  }
}

/** To the end, which files of /proc do not announce. Throws if there are more than `most` bytes. */
export function readAtMost(descriptor: number, most: number): string {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.alloc(64 * 1024);
    const read = readSync(descriptor, chunk);
    if (read === 0) return Buffer.concat(chunks).toString('utf8');
    size += read;
    if (size > most) throw new Error('is too large');
    chunks.push(chunk.subarray(0, read));
  }
}

/** Throws if it is a pipe that nobody reads. */
export function appendWithoutWaiting(path: string, text: string): void {
  const descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o666);
  try {
    appendFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}
