import { closeSync, fstatSync, openSync, rmSync, statSync } from 'node:fs';
import type { Runner } from '../system/port.ts';

/** What waiting for a lock takes. */
export type LockRunner = Pick<Runner, 'elapsed' | 'pause' | 'cancelled'>;

/**
 * Whoever holds the lock writes two small files and lets go. One that stays the same for this long
 * was left behind by a process that died. Milliseconds, by the clock of whoever waits: the holder's
 * may be another.
 */
const STALE_AFTER = 5_000;
const MAX_WAIT = 30_000;
const POLL_INTERVAL = 20;

/**
 * Work that must not happen in two processes at once. It asks `held` before it makes its result
 * visible: a process that was halted for long enough has lost the lock meanwhile.
 */
export async function withLock<Result>(
  runner: LockRunner,
  path: string,
  work: (held: () => boolean) => Result,
): Promise<Result> {
  const ours = await take(runner, path);
  const held = () => identityOf(path) === ours;
  try {
    return work(held);
  } finally {
    if (held()) rmSync(path, { force: true });
  }
}

async function take(runner: LockRunner, path: string): Promise<string> {
  const deadline = runner.elapsed() + MAX_WAIT;
  let seen = { identity: '', since: runner.elapsed() };
  while (runner.elapsed() < deadline) {
    const ours = tryToTake(path);
    if (ours) return ours;
    const identity = identityOf(path);
    if (identity !== seen.identity) seen = { identity, since: runner.elapsed() };
    else if (runner.elapsed() - seen.since > STALE_AFTER) rmSync(path, { force: true });
    await runner.pause(POLL_INTERVAL, runner.cancelled);
  }
  throw new Error(`another process holds ${path}; remove that file if none is running`);
}

/** The new lock's identity; undefined if another process holds it. */
function tryToTake(path: string): string | undefined {
  try {
    const descriptor = openSync(path, 'wx', 0o600);
    try {
      return nameOf(fstatSync(descriptor, { bigint: true }));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return undefined;
  }
}

/** Differs for every file that takes the path, and whenever it is written; empty: there is none. */
export function identityOf(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats ? nameOf(stats) : '';
}

function nameOf({ dev, ino, size, mtimeNs }: Record<'dev' | 'ino' | 'size' | 'mtimeNs', bigint>) {
  return [dev, ino, size, mtimeNs].join(':');
}
