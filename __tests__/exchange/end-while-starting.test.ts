import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { COMPILED } from '../support/compiled.ts';
import { eventually } from './eventually.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockpass-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether a process has the file open (proc_pid_fd(5)). */
function hasOpen(pid: number, path: string): boolean {
  const descriptors = `/proc/${pid}/fd`;
  return readdirSync(descriptors).some((name) => {
    try {
      return readlinkSync(join(descriptors, name)) === path;
    } catch {
      // Closed meanwhile.
      return false;
    }
  });
}

const testOnLinux = process.platform === 'linux' ? test : test.skip;

testOnLinux('an exchange that is asked to end while it waits for its database ends', async () => {
  const path = join(folder, 'dockpass.db');
  const other = new DatabaseSync(path);
  other.exec('pragma journal_mode = wal; begin immediate');
  const server = spawn(process.execPath, ['src/cli/main.ts', 'serve'], {
    env: { ...COMPILED, DOCKPASS_DATABASE: `sqlite:${path}`, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const output = text(server.stdout);
    await eventually(async () => hasOpen(server.pid ?? 0, path) || undefined);
    server.kill('SIGTERM');
    other.exec('rollback');
    expect(await once(server, 'exit')).toEqual([0, null]);
    expect(await output).toContain('"msg":"shut down"');
  } finally {
    server.kill('SIGKILL');
    other.close();
  }
});
