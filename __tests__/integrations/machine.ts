import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What a job left behind, and what was seen of it on the way. */
export interface Ended {
  exitCode: number | null;
  /** Standard output, then standard error. */
  log: string;
  /** Command lines of the programs that were given tokens, as every process of a machine can read them. */
  commandLines: string[];
  /** Programs whose environment had a project token in it. */
  sawProjectToken: string[];
  /** The token that Docker was logged in with; empty if it never came to that. */
  buildToken: string;
  /** Mode of the folder with the login. */
  folderMode: string;
  /** In the folder for temporary files. */
  leftBehind: string[];
}

export interface Running {
  /** Resolves when this was printed on standard output; throws if the job ends first. */
  printed(words: string): Promise<void>;
  terminate(): void;
  ended: Promise<Ended>;
}

/** Shell text that is run before the real program takes over; `exec` in it keeps it from doing so. */
export type Programs = Readonly<Record<string, { path: string; before?: string }>>;

const HANGS_AFTER_MS = 120_000;

/** Where jobs run: a home, a checkout, a folder for temporary files, and programs that are watched. */
export class Machine {
  readonly folder: string;
  #runs = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async prepare(programs: Programs): Promise<Machine> {
    const machine = new Machine(await mkdtemp(join(tmpdir(), 'dockpass-ci-')));
    for (const name of ['home', 'tmp', 'checkout', 'bin'])
      await mkdir(join(machine.folder, name), { recursive: true });
    for (const [name, { path, before = '' }] of Object.entries(programs))
      await writeFile(join(machine.folder, 'bin', name), watched(name, path, before), {
        mode: 0o755,
      });
    return machine;
  }

  /** Puts a file into the checkout. */
  async checkOut(path: string, content: string): Promise<void> {
    const file = join(this.folder, 'checkout', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o755 });
  }

  async read(path: string): Promise<string> {
    return await readFile(join(this.folder, path), 'utf8');
  }

  run(
    shell: readonly string[],
    script: string,
    env: Readonly<Record<string, string>> = {},
    input = '',
  ): Promise<Ended> {
    return this.start(shell, script, env, input).then(({ ended }) => ended);
  }

  /** With these variables and no others but those that every shell has. */
  async start(
    shell: readonly string[],
    script: string,
    env: Readonly<Record<string, string>> = {},
    input = '',
  ): Promise<Running> {
    this.#runs += 1;
    const seen = join(this.folder, `run-${this.#runs}`);
    await mkdir(seen);
    await writeFile(join(seen, 'script'), script);
    const [program = '', ...flags] = shell;
    const child = spawn(program, [...flags, join(seen, 'script')], {
      cwd: join(this.folder, 'checkout'),
      env: {
        PATH: `${join(this.folder, 'bin')}:${process.env.PATH}`,
        HOME: join(this.folder, 'home'),
        TMPDIR: join(this.folder, 'tmp'),
        WATCHED: seen,
        ...env,
      },
      stdio: 'pipe',
      timeout: HANGS_AFTER_MS,
    });
    child.stdin.on('error', () => undefined).end(input);
    const code = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    return {
      printed: (words) =>
        new Promise((resolve, reject) => {
          let said = '';
          child.once('close', () => reject(new Error(`The job ended without it: ${words}`)));
          child.stdout.on('data', (chunk: Buffer) => {
            said += chunk.toString();
            if (said.includes(words)) resolve();
          });
        }),
      terminate: () => void child.kill('SIGTERM'),
      ended: Promise.all([code, output]).then(async ([exitCode, [out, error]]) => ({
        exitCode,
        log: out + error,
        commandLines: await linesOf(join(seen, 'command-lines')),
        sawProjectToken: await linesOf(join(seen, 'saw-project-token')),
        buildToken: (await linesOf(join(seen, 'build-token')))[0] ?? '',
        folderMode: (await linesOf(join(seen, 'mode')))[0] ?? '',
        leftBehind: await readdir(join(this.folder, 'tmp')),
      })),
    };
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function watched(name: string, path: string, before: string): string {
  return `#!/bin/sh
printf '%s\\n' "${name} $*" >> "$WATCHED/command-lines"
if env | grep -q dpp_; then echo ${name} >> "$WATCHED/saw-project-token"; fi
if [ -s "\${DOCKER_CONFIG-}/token" ]; then
  cp "$DOCKER_CONFIG/token" "$WATCHED/build-token"
  stat -c %a "$DOCKER_CONFIG" > "$WATCHED/mode"
fi
${before}
exec '${path}' "$@"
`;
}

async function linesOf(file: string): Promise<string[]> {
  const content = await readFile(file, 'utf8').catch(() => '');
  return content.split('\n').filter((line) => line !== '');
}
