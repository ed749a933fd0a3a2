import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { quietPort } from '../loopback.ts';

const START_SECONDS = 30;

interface Options {
  /** `docker-registry`. */
  program: string;
  /** What `dockpass registry-config` printed; storage and address are replaced. */
  config: string;
  /** For its files, which must not exist yet. */
  folder: string;
}

/** A registry of the CNCF's distribution, as Debian has it, on a loopback port. */
export class RegistryServer {
  /** `127.0.0.1:port`. */
  readonly host: string;
  readonly #folder: string;
  readonly #process: ChildProcess;
  #log = '';

  private constructor(host: string, folder: string, process: ChildProcess) {
    this.host = host;
    this.#folder = folder;
    this.#process = process;
    for (const stream of [process.stdout, process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#log += text;
      });
  }

  static async start({ program, config, folder }: Options): Promise<RegistryServer> {
    const host = `127.0.0.1:${await quietPort()}`;
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'config.yml');
    await writeFile(file, onLoopback(config, host, join(folder, 'storage')));
    const registry = spawn(program, ['serve', file], {
      // It takes every REGISTRY_… of the environment for its configuration.
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new RegistryServer(host, folder, registry);
    if (await server.#listens()) return server;
    await server.remove();
    throw new Error(`the registry did not start:\n${server.#log}`);
  }

  /** What it wrote so far. */
  get log(): string {
    return this.#log;
  }

  /** Repositories of these first two segments that something was ever pushed to. */
  async repositories(): Promise<string[]> {
    const root = join(this.#folder, 'storage/docker/registry/v2/repositories');
    const organizations = await readdir(root).catch(() => []);
    const projects = await Promise.all(
      organizations.map(async (name) =>
        (await readdir(join(root, name))).map((project) => `${name}/${project}`),
      ),
    );
    return projects.flat().toSorted();
  }

  /** A request to its API, with a registry token. */
  async get(path: string, registryToken: string): Promise<Response> {
    return await fetch(`http://${this.host}${path}`, {
      headers: { authorization: `Bearer ${registryToken}` },
    });
  }

  /** False if it has ended, or does not answer in time. */
  async #listens(): Promise<boolean> {
    const deadline = Date.now() + START_SECONDS * 1000;
    while (Date.now() < deadline && this.#runs) {
      const status = await fetch(`http://${this.host}/v2/`).then(
        ({ status }) => status,
        () => 0,
      );
      if (status === 401) return true;
      await delay(50);
    }
    return false;
  }

  get #runs(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async remove(): Promise<void> {
    if (this.#runs) {
      const ended = once(this.#process, 'exit');
      this.#process.kill();
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function onLoopback(config: string, address: string, folder: string): string {
  const document = parse(config);
  document.storage.filesystem.rootdirectory = folder;
  document.http.addr = address;
  return stringify(document);
}
