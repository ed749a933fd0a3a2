import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { shownEvent } from '../../src/exchange/flows/admin/shown-event.ts';
import { type IntrospectionResponse, PATHS } from '../../src/protocol/token-exchange.ts';
import { quietPort } from './loopback.ts';

const DOCKPASS = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Generous: a cold start on a busy two-core machine. */
const START_SECONDS = 30;
const STOP_SECONDS = 15;

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * The exchange as its operator has it: a database in a folder, an address, the `dockpass` command
 * and one `dockpass serve` process that can be stopped, killed and started again.
 */
export class Installation {
  readonly folder: string;
  readonly url: string;
  readonly #env: NodeJS.ProcessEnv;
  #server: ChildProcess | undefined;
  #log = '';

  private constructor(
    folder: string,
    { name, port }: { name: string; port: number },
    settings: Record<string, string>,
  ) {
    this.folder = folder;
    this.url = `http://${name}:${port}`;
    this.#env = {
      ...environmentWithoutDockpass(),
      DOCKPASS_URL: this.url,
      DOCKPASS_DATABASE: `sqlite:${join(folder, 'dockpass.db')}`,
      HOST: '127.0.0.1',
      PORT: String(port),
      ...settings,
    };
  }

  /** Nothing runs yet; `remove` takes the folder away again. `name`: of this machine, as browsers need one. */
  static async prepare(
    settings: Record<string, string> = {},
    name = '127.0.0.1',
  ): Promise<Installation> {
    const port = await quietPort();
    const folder = await mkdtemp(join(tmpdir(), 'dockpass-'));
    return new Installation(folder, { name, port }, settings);
  }

  /** What the server wrote to standard output and standard error so far. */
  get log(): string {
    return this.#log;
  }

  async dockpass(...args: string[]): Promise<CommandResult> {
    const command = promisify(execFile)(process.execPath, [DOCKPASS, ...args], {
      cwd: this.folder,
      env: this.#env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return command.then(
      ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ exitCode: Number(code ?? -1), stdout, stderr }),
    );
  }

  async apply(policy: string, ...options: string[]): Promise<CommandResult> {
    const file = join(this.folder, 'policy.yaml');
    await writeFile(file, policy);
    const result = await this.dockpass('apply', file, ...options);
    if (result.exitCode !== 0) throw new Error(`dockpass apply failed:\n${result.stderr}`);
    return result;
  }

  /** Every audit event so far, oldest first, as `dockpass audit export` prints them. */
  async audit(): Promise<ReturnType<typeof shownEvent>[]> {
    const { exitCode, stdout, stderr } = await this.dockpass('audit', 'export');
    if (exitCode !== 0) throw new Error(`dockpass audit export failed:\n${stderr}`);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  /** Resolves once the server answers `/readyz`. */
  async start(): Promise<void> {
    const server = spawn(process.execPath, [DOCKPASS, 'serve'], {
      cwd: this.folder,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#server = server;
    for (const stream of [server.stdout, server.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#log += text;
      });
    await this.#ready(server);
  }

  async #ready(server: ChildProcess): Promise<void> {
    const deadline = Date.now() + START_SECONDS * 1000;
    while (Date.now() < deadline) {
      if (hasEnded(server)) throw new Error(`dockpass serve did not start:\n${this.#log}`);
      if (await isReady(this.url)) return;
      await delay(50);
    }
    throw new Error(`dockpass serve was not ready in ${START_SECONDS} s:\n${this.#log}`);
  }

  /**
   * SIGTERM, as an orchestrator does; SIGKILL if that is not heard. Resolves with the exit code of the
   * server, null if there is none because a signal ended it.
   */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const server = this.#server;
    if (!server || hasEnded(server)) return server?.exitCode ?? null;
    const ended = once(server, 'exit');
    server.kill(signal);
    const hardStop = setTimeout(() => server.kill('SIGKILL'), STOP_SECONDS * 1000);
    await ended;
    clearTimeout(hardStop);
    return server.exitCode;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** RFC 7662, asked with the token itself. */
  async introspect(token: string): Promise<IntrospectionResponse> {
    const response = await fetch(this.url + PATHS.introspect, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams({ token }),
    });
    return (await response.json()) as IntrospectionResponse;
  }
}

/** A server that accepts connections and never answers is not ready either. */
async function isReady(url: string): Promise<boolean> {
  const asked = fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1000) });
  return asked.then(({ ok }) => ok).catch(() => false);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** A developer's own DOCKPASS_… must not reach the installation under test. */
function environmentWithoutDockpass(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('DOCKPASS_')),
  );
}
