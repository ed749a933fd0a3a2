import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const DOCKPASS = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

const HANGS_AFTER_MS = 60_000;

export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A folder of its own in which the real `dockpass` runs, as a person runs it. */
export class CommandLine {
  readonly folder: string;
  readonly database: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.database = join(folder, 'dockpass.db');
  }

  static async open(): Promise<CommandLine> {
    return new CommandLine(await mkdtemp(join(tmpdir(), 'dockpass-cli-')));
  }

  /** A file in the folder; returns its name. */
  async write(name: string, content: string): Promise<string> {
    await writeFile(join(this.folder, name), content);
    return name;
  }

  async run(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const child = spawn(process.execPath, [DOCKPASS, ...args], {
      cwd: this.folder,
      // Nothing of the developer's own environment, where DOCKPASS_… may be set.
      env: { DOCKPASS_DATABASE: `sqlite:${this.database}`, ...env },
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

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
