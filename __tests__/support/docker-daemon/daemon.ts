import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { quietPort, type TlsIdentity } from '../loopback.ts';
import { type Ended, runClient } from '../run-client.ts';

const START_SECONDS = 30;
const WORDS_SHOWN = 2000;

/** Paths of the programs. */
export interface DockerPrograms {
  dockerd: string;
  /** A client that builds with BuildKit, by itself or with buildx. */
  docker: string;
}

/** How a daemon listens on TCP, beside its socket. */
export interface DaemonTls extends TlsIdentity {
  /** PEM: only clients with a certificate from these authorities get in. */
  clientCa: string;
}

/**
 * Mounts and processes of the daemon end with the shell, which is the first process of its namespace;
 * the daemon ends as soon as whoever started it is gone, however it went: its end of the pipe is closed
 * then. What daemons keep outside of their folders (/run/docker, /etc/docker/key.json) they keep here.
 */
const CELL = `
set -e
mount -t tmpfs dockpass-test /run
mkdir -p /etc/docker
mount -t tmpfs dockpass-test /etc/docker
exec 3<&0
"$@" & daemon=$!
{ cat <&3 >/dev/null; kill $daemon; } &
wait $daemon`;

/** A Docker daemon of a test's own, without any network beyond the registries of this machine. */
export class DockerDaemon {
  /** For a test's files, too; `remove` takes it away. */
  readonly folder: string;
  /** `tcp://127.0.0.1:port`, if it was given TLS. */
  readonly endpoint: string | undefined;
  readonly #process: ChildProcess;
  #log = '';

  private constructor(folder: string, endpoint: string | undefined, process: ChildProcess) {
    this.folder = folder;
    this.endpoint = endpoint;
    this.#process = process;
  }

  static async start(programs: DockerPrograms, tls?: DaemonTls): Promise<DockerDaemon> {
    const folder = await mkdtemp(join(tmpdir(), 'dockpass-dockerd-'));
    await mkdir(join(folder, 'bin'));
    await symlink(programs.docker, join(folder, 'bin/docker'));
    const endpoint = tls && `tcp://127.0.0.1:${await quietPort()}`;
    const flags = [...ownFlags(folder), ...(tls ? await tlsFlags(folder, tls) : [])];
    const hosts = [`unix://${folder}/docker.sock`, ...(endpoint ? [endpoint] : [])];
    const command = [programs.dockerd, ...flags, ...hosts.map((host) => `--host=${host}`)];
    const cell = spawn(
      'unshare',
      [
        ...['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
        ...['sh', '-c', CELL, 'cell', ...command],
      ],
      { cwd: folder, env: { PATH: withSystemFolders() }, stdio: ['pipe', 'ignore', 'pipe'] },
    );
    const daemon = new DockerDaemon(folder, endpoint, cell);
    await daemon.#listening(hosts.length);
    return daemon;
  }

  /** What it wrote so far. */
  get log(): string {
    return this.#log;
  }

  /** For a program that runs `docker`, which then is the client of this daemon. */
  environment(): Record<string, string> {
    return {
      PATH: `${join(this.folder, 'bin')}:${withSystemFolders()}`,
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
    const { exitCode, signalCode } = this.#process;
    if (exitCode === null && signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.stdin?.end();
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #listening(hosts: number): Promise<void> {
    const { stderr } = this.#process;
    if (!stderr) throw new Error('standard error is not a pipe');
    const tooLate = setTimeout(() => this.#process.stdin?.end(), START_SECONDS * 1000);
    let listening = 0;
    const listens = new Promise<boolean>((resolve) => {
      createInterface({ input: stderr })
        .on('line', (line) => {
          this.#log += `${line}\n`;
          if (line.includes('API listen on')) listening += 1;
          if (listening === hosts) resolve(true);
        })
        .once('close', () => resolve(false));
    });
    const started = await listens;
    clearTimeout(tooLate);
    if (started) return;
    await this.remove();
    throw new Error(`dockerd did not start:\n${this.#log.slice(-WORDS_SHOWN)}`);
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

async function tlsFlags(folder: string, { cert, key, clientCa }: DaemonTls): Promise<string[]> {
  const files = { tlscert: cert, tlskey: key, tlscacert: clientCa };
  for (const [name, pem] of Object.entries(files))
    await writeFile(join(folder, `${name}.pem`), pem, { mode: 0o600 });
  const flags = Object.keys(files).map((name) => `--${name}=${join(folder, `${name}.pem`)}`);
  return ['--tlsverify', ...flags];
}

/** Where Debian has containerd and runc, whatever the PATH of the tests. */
function withSystemFolders(): string {
  return `${process.env.PATH ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin`;
}
