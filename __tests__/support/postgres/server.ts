import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { quietPort, type TlsIdentity } from '../loopback.ts';
import { quickFolder } from '../quick-folder.ts';
import type { Programs } from './programs.ts';

const PASSWORD = 'for-tests-only';

/** Parameters of postgresql.conf. */
type Settings = Record<string, string>;

/**
 * Nothing of a test outlives its machine, so nothing need wait for the disk or be written twice for
 * it; all else is as a server is installed.
 */
const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/**
 * Ends the server as soon as whoever started it is gone, however it went: its end of the pipe is
 * closed then.
 */
const LEASH = '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server';

/** A PostgreSQL of a test's own, on a loopback port that stays the same over restarts. */
export class PostgresServer {
  readonly port: number;
  readonly #programs: Programs;
  readonly #folder: string;
  readonly #settings: Settings;
  #process: ChildProcess | undefined;

  private constructor(programs: Programs, folder: string, port: number, settings: Settings) {
    this.#programs = programs;
    this.#folder = folder;
    this.port = port;
    this.#settings = { ...settings };
  }

  /** `settings`: other than for tests. */
  static async create(programs: Programs, settings: Settings = {}): Promise<PostgresServer> {
    const folder = mkdtempSync(join(quickFolder(), 'dockpass-postgres-'));
    const { uid, gid } = programs.account;
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    const server = new PostgresServer(programs, folder, await quietPort(), settings);
    await server.#initialize();
    await server.start();
    return server;
  }

  url(database: string): string {
    return `postgres://postgres:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  async #initialize(): Promise<void> {
    const args = ['-D', join(this.#folder, 'data'), '-U', 'postgres', '--no-sync'];
    // Not "C", so that a query that leaves the order of texts to the database is found out.
    const locale = ['--locale-provider=icu', '--icu-locale=en', '--encoding=UTF8'];
    const passwordFile = join(this.#folder, 'password');
    await writeFile(passwordFile, PASSWORD);
    await promisify(execFile)(
      join(this.#programs.bin, 'initdb'),
      [...args, ...locale, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
      { ...this.#programs.account, cwd: this.#folder, env: {} },
    );
  }

  /** Resolves once it takes connections. */
  async start(): Promise<void> {
    const settings = { ...SETTINGS, ...this.#settings, port: this.port };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const command = [join(this.#programs.bin, 'postgres'), '-D', join(this.#folder, 'data')];
    const server = spawn('sh', ['-c', LEASH, 'leash', ...command, ...flags], {
      ...this.#programs.account,
      cwd: this.#folder,
      env: { PATH: process.env.PATH },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    this.#process = server;
    const lines = [];
    for await (const line of createInterface({ input: server.stderr })) {
      lines.push(line);
      if (line.includes('ready to accept connections')) {
        server.stderr.resume();
        return;
      }
    }
    throw new Error(`PostgreSQL did not start:\n${lines.join('\n')}`);
  }

  /** Restarts it with TLS; connections without are still taken. */
  async restartWithTls({ cert, key }: TlsIdentity): Promise<void> {
    const { uid, gid } = this.#programs.account;
    for (const [name, text] of Object.entries({ 'server.crt': cert, 'server.key': key })) {
      const file = join(this.#folder, 'data', name);
      await writeFile(file, text, { mode: 0o600 });
      if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
    }
    this.#settings.ssl = 'on';
    await this.stop();
    await this.start();
  }

  /** Ends every connection at once, as a restart by its administrator does. */
  async stop(): Promise<void> {
    const server = this.#process;
    this.#process = undefined;
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.stdin?.end();
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
