import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../src/cli/program.ts';
import type { IOStreams } from '../../src/cli/terminal.ts';
import { systemClock } from '../../src/exchange/system/clock.ts';
import { systemRandom } from '../../src/exchange/system/random.ts';
import { COMPILED } from '../support/compiled.ts';
import { quickFolder } from '../support/quick-folder.ts';

const DOCKPASS = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

const HANGS_AFTER_MS = 60_000;

export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A folder of its own, in which `dockpass` runs as a person runs it. */
export class CommandLine {
  readonly folder: string;
  readonly database: string;
  readonly #before = process.cwd();

  private constructor(folder: string) {
    this.folder = folder;
    this.database = join(folder, 'dockpass.db');
  }

  static async open(): Promise<CommandLine> {
    const dockpass = new CommandLine(await mkdtemp(join(quickFolder(), 'dockpass-cli-')));
    process.chdir(dockpass.folder);
    return dockpass;
  }

  /** A file in the folder; returns its name. */
  async write(name: string, content: string): Promise<string> {
    await writeFile(join(this.folder, name), content);
    return name;
  }

  /**
   * All of `dockpass` but its entry, and in this process: to start one takes twenty times as long as
   * most commands do. processes.test.ts sees that both come to the same.
   */
  async run(
    args: readonly string[],
    input = '',
    env: NodeJS.ProcessEnv = {},
    around: Pick<Partial<IOStreams>, 'columns' | 'clock' | 'colors'> = {},
  ): Promise<Ended> {
    const output = { stdout: '', stderr: '' };
    const exitCode = await runProgram(args, {
      env: this.#environment(env),
      readInput: async () => input,
      print: async (results) => {
        output.stdout += results;
      },
      complain: (message) => {
        output.stderr += message;
      },
      clock: systemClock,
      random: systemRandom,
      fetch,
      ...around,
    });
    return { exitCode, ...output };
  }

  /** The same in a process of its own. */
  async spawn(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const child = spawn(process.execPath, [DOCKPASS, ...args], {
      cwd: this.folder,
      env: { ...COMPILED, ...this.#environment(env) },
      stdio: 'pipe',
      // A command that hangs must not outlive its test; it has no exit code then.
      timeout: HANGS_AFTER_MS,
      killSignal: 'SIGKILL',
    });
    // A command that does not read its input may be gone before it is written.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { exitCode: await ended, stdout, stderr };
  }

  /** Nothing of the developer's own, where DOCKPASS_… may be set. */
  #environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { DOCKPASS_DATABASE: `sqlite:${this.database}`, ...env };
  }

  async remove(): Promise<void> {
    process.chdir(this.#before);
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
