import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How a server program of this folder is told what to be. */
export type ServerSettings = Record<string, string>;

export interface ServerProcess {
  url: string;
  /** Bytes that are reachable, once everything else has been collected. */
  heapUsed(): Promise<number>;
  /** Milliseconds of CPU so far, on all threads. */
  cpuUsed(): Promise<number>;
  stop(): Promise<void>;
}

/** Runs a server program of this folder by itself, so that it has a core of its own. */
export async function startServer(
  program: string,
  settings: ServerSettings,
): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, program), [JSON.stringify(settings)], {
    env: {},
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const url = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    ended.then(([code]) => Promise.reject(new Error(`${program} ended with exit code ${code}`))),
  ]);
  const ask = async (what: 'memory' | 'cpu') => {
    child.send(what);
    const [answer] = await once(child, 'message');
    return Number(answer);
  };
  return {
    url,
    heapUsed: () => ask('memory'),
    cpuUsed: () => ask('cpu'),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** In a server program: what it was told to be. */
export function serverSettings(): ServerSettings {
  return JSON.parse(process.argv[2] ?? '{}') as ServerSettings;
}

/** In a server program: says where it listens, and ends when told to. */
export function announce(url: string, close: () => Promise<void>): void {
  process.once('SIGTERM', () => void close().then(() => process.exit(0)));
  process.on('message', (asked) => {
    const { user, system } = process.cpuUsage();
    if (asked === 'memory') globalThis.gc?.();
    process.send?.(asked === 'cpu' ? (user + system) / 1000 : process.memoryUsage().heapUsed);
  });
  process.send?.(url);
}
