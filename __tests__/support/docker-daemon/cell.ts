import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';

const START_SECONDS = 30;
const WORDS_SHOWN = 2000;

/**
 * Mounts and processes of the daemon end with the shell, which is the first process of its namespace;
 * the daemon ends as soon as whoever started it is gone, however it went: its end of the pipe is closed
 * then. What daemons keep outside of their folders (/run/docker, /etc/docker/key.json) they keep here.
 */
const SHELL = `
set -e
mount -t tmpfs dockpass-test /run
mkdir -p /etc/docker
mount -t tmpfs dockpass-test /etc/docker
exec 3<&0
"$@" & daemon=$!
{ cat <&3 >/dev/null; kill $daemon; } &
wait $daemon`;

const NAMESPACES = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** Programs that any cell needs beside the daemon. */
export const CELL_PROGRAMS = ['unshare', 'mount'] as const;

interface Options {
  /** Path of the daemon, and its arguments. */
  command: readonly string[];
  folder: string;
  /** What it logs once for each address that it listens on. */
  listening: string;
  addresses: number;
}

/** A daemon that root's tests run and that leaves nothing behind. It shares the machine's network. */
export class Cell {
  readonly #process: ChildProcess;
  #log = '';

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Resolves once the daemon listens; if it does not, throws with what it said. */
  static async start({ command, folder, listening, addresses }: Options): Promise<Cell> {
    const shell = spawn('unshare', [...NAMESPACES, 'sh', '-c', SHELL, 'cell', ...command], {
      cwd: folder,
      env: { PATH: systemPath() },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const cell = new Cell(shell);
    if (await cell.#says(listening, addresses)) return cell;
    await cell.end();
    const program = basename(command[0] ?? '');
    throw new Error(`${program} did not start:\n${cell.#log.slice(-WORDS_SHOWN)}`);
  }

  /** What the daemon wrote so far. */
  get log(): string {
    return this.#log;
  }

  async end(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await ended;
  }

  /** False if it ends before it has said that so many times. */
  async #says(words: string, times: number): Promise<boolean> {
    const { stdin, stderr } = this.#process;
    if (!stdin || !stderr) throw new Error('The cell has no pipes.');
    const tooLate = setTimeout(() => stdin.end(), START_SECONDS * 1000);
    const said = await new Promise<boolean>((resolve) => {
      let count = 0;
      createInterface({ input: stderr })
        .on('line', (line) => {
          this.#log += `${line}\n`;
          if (line.includes(words)) count += 1;
          if (count === times) resolve(true);
        })
        .once('close', () => resolve(false));
    });
    clearTimeout(tooLate);
    return said;
  }
}

/** Also where Debian has containerd and runc, whatever the PATH of the tests. */
export function systemPath(): string {
  return `${process.env.PATH ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin`;
}
