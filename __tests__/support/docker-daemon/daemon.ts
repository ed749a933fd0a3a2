import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietPort, type TlsIdentity } from '../loopback.ts';
import { type Ended, runClient } from '../run-client.ts';
import { Cell, systemPath } from './cell.ts';

/** Paths of the programs. */
export interface DockerPrograms {
  dockerd: string;
  /** A client that builds with BuildKit, by itself or with buildx. */
  docker: string;
}

/** How a daemon listens on TCP. */
export interface DaemonTls extends TlsIdentity {
  /** PEM: only clients with a certificate from these authorities get in. */
  clientCa: string;
}

/** A Docker daemon of a test's own, without any network beyond the registries of this machine. */
export class DockerDaemon {
  /** For a test's files, too; `remove` takes it away. */
  readonly folder: string;
  /** `tcp://127.0.0.1:port`, if it was given TLS. */
  readonly endpoint: string | undefined;
  readonly #cell: Cell;

  private constructor(folder: string, endpoint: string | undefined, cell: Cell) {
    this.folder = folder;
    this.endpoint = endpoint;
    this.#cell = cell;
  }

  /** It listens on a socket, and with `tls` on TCP, too. */
  static async start(programs: DockerPrograms, tls?: DaemonTls): Promise<DockerDaemon> {
    const folder = await mkdtemp(join(tmpdir(), 'dockpass-dockerd-'));
    try {
      await mkdir(join(folder, 'bin'));
      await symlink(programs.docker, join(folder, 'bin/docker'));
      const endpoint = tls && `tcp://127.0.0.1:${await quietPort()}`;
      const hosts = [`unix://${folder}/docker.sock`, ...(endpoint ? [endpoint] : [])];
      const cell = await Cell.start({
        command: [
          programs.dockerd,
          ...ownFlags(folder),
          ...(tls ? ['--tlsverify', ...(await tlsFlags(folder, tls))] : []),
          ...hosts.map((host) => `--host=${host}`),
        ],
        folder,
        listening: 'API listen on',
        addresses: hosts.length,
      });
      return new DockerDaemon(folder, endpoint, cell);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** What it wrote so far. */
  get log(): string {
    return this.#cell.log;
  }

  /** For a program that runs `docker`, which then is the client of this daemon. */
  environment(): Record<string, string> {
    return {
      PATH: `${join(this.folder, 'bin')}:${systemPath()}`,
      HOME: this.folder,
      DOCKER_HOST: `unix://${this.folder}/docker.sock`,
      DOCKER_CONFIG: join(this.folder, 'config'),
      DOCKER_BUILDKIT: '1',
    };
  }

  /** Runs its client to the end; `env` is added to the environment. */
  docker(args: readonly string[], env: Record<string, string> = {}, input = ''): Promise<Ended> {
    const program = join(this.folder, 'bin/docker');
    return runClient({ ...this.environment(), ...env }, program, args, input);
  }

  async remove(): Promise<void> {
    await this.#cell.end();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Everything in the folder, and the machine's network left alone. */
function ownFlags(folder: string): string[] {
  return [
    `--data-root=${folder}/data`,
    `--exec-root=${folder}/exec`,
    `--pidfile=${folder}/pid`,
    '--storage-driver=vfs',
    '--bridge=none',
    '--iptables=false',
    '--ip6tables=false',
    '--ip-forward=false',
    '--ip-masq=false',
  ];
}

/** As dockerd and buildkitd both take them. */
export async function tlsFlags(
  folder: string,
  { cert, key, clientCa }: DaemonTls,
): Promise<string[]> {
  const files = { tlscert: cert, tlskey: key, tlscacert: clientCa };
  for (const [name, pem] of Object.entries(files))
    await writeFile(join(folder, `${name}.pem`), pem, { mode: 0o600 });
  return Object.keys(files).map((name) => `--${name}=${join(folder, `${name}.pem`)}`);
}
