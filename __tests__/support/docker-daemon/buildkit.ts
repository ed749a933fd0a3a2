import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietPort } from '../loopback.ts';
import { Cell } from './cell.ts';
import { type DaemonTls, tlsFlags } from './daemon.ts';

/** A BuildKit daemon of a test's own, behind TLS; what it runs has no network but this machine's. */
export class BuildkitDaemon {
  /** For a test's files, too; `remove` takes it away. */
  readonly folder: string;
  /** `tcp://127.0.0.1:port`. */
  readonly endpoint: string;
  readonly #cell: Cell;

  private constructor(folder: string, endpoint: string, cell: Cell) {
    this.folder = folder;
    this.endpoint = endpoint;
    this.#cell = cell;
  }

  static async start(buildkitd: string, tls: DaemonTls): Promise<BuildkitDaemon> {
    const folder = await mkdtemp(join(tmpdir(), 'dockpass-buildkitd-'));
    try {
      const endpoint = `tcp://127.0.0.1:${await quietPort()}`;
      const cell = await Cell.start({
        command: [
          buildkitd,
          `--root=${folder}/state`,
          `--addr=${endpoint}`,
          ...(await tlsFlags(folder, tls)),
          '--containerd-worker=false',
          '--oci-worker=true',
          '--oci-worker-snapshotter=native',
          '--oci-worker-net=host',
        ],
        folder,
        listening: 'running server on',
        addresses: 1,
      });
      return new BuildkitDaemon(folder, endpoint, cell);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** What it wrote so far. */
  get log(): string {
    return this.#cell.log;
  }

  async remove(): Promise<void> {
    await this.#cell.end();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
