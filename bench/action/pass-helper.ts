import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TimedHelper } from './helper-job.ts';
import { type Run, wallTimeOf } from './process-time.ts';

const REGISTRY = 'registry.example.com';
const USER = 'bench@example.com';

/**
 * docker-credential-pass with a key and a store of its own, as a measure of what people are used
 * to. Undefined where it is not installed: on Debian, golang-docker-credential-helpers and pass.
 */
export async function prepareTimedPass(): Promise<TimedHelper | undefined> {
  // GnuPG's sockets need a short path.
  const folder = await mkdtemp(join(tmpdir(), 'pass-'));
  const { PATH = '' } = process.env;
  const env = {
    PATH,
    HOME: folder,
    GNUPGHOME: folder,
    PASSWORD_STORE_DIR: join(folder, 'store'),
  };
  const run = (program: string, args: string[], input = '') =>
    execFileSync(program, args, { env, input, stdio: 'pipe' });
  const close = () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    run('gpg', ['--batch', '--passphrase', '', '--quick-generate-key', USER]);
    run('pass', ['init', USER]);
    const login = { ServerURL: REGISTRY, Username: 'x-token', Secret: 'dpb_token_of_a_job' };
    run('docker-credential-pass', ['store'], JSON.stringify(login));
  } catch {
    await close();
    return undefined;
  }
  const get: Run = { program: 'docker-credential-pass', args: ['get'], env, input: REGISTRY };
  return {
    get: () => wallTimeOf(get),
    async close() {
      run('gpgconf', ['--kill', 'all']);
      await close();
    },
  };
}
