import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runClient } from '../run-client.ts';
import type { Programs } from './programs.ts';

export interface Ended {
  exitCode: number | null;
  /** Standard output and standard error. */
  said: string;
}

/** The real clients, each with its files in `folder` and nothing of the developer's own logins. */
export function registryClients(programs: Programs, folder: string) {
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    TMPDIR: folder,
  };
  async function run(
    program: keyof Programs,
    args: readonly string[],
    input?: string,
  ): Promise<Ended> {
    const { exitCode, stdout, stderr } = await runClient(env, programs[program], args, input);
    return { exitCode, said: stdout + stderr };
  }

  const skopeo = (...args: string[]) =>
    run('skopeo', ['--insecure-policy', '--command-timeout', '50s', ...args]);
  return {
    /** An OCI layout to the registry. */
    push: (image: string, token: string, to: string) =>
      skopeo(
        'copy',
        '--dest-tls-verify=false',
        `--dest-creds=x-token:${token}`,
        `oci:${image}`,
        `docker://${to}`,
      ),
    /** From the registry into an OCI layout. */
    pull: (from: string, token: string, image: string) =>
      skopeo(
        'copy',
        '--src-tls-verify=false',
        `--src-creds=x-token:${token}`,
        `docker://${from}`,
        `oci:${image}`,
      ),
    /** Needs no daemon. */
    dockerLogin: (host: string, token: string, username = 'x-token') =>
      run(
        'docker',
        ['--config', folder, 'login', '--username', username, '--password-stdin', host],
        token,
      ),
    /** Builds an image from scratch and pushes it with the login of `dockerLogin`. */
    async buildAndPush(to: string): Promise<Ended> {
      const context = join(folder, 'context');
      await mkdir(context, { recursive: true });
      await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
      const buildah = (...args: string[]) =>
        run('buildah', [
          '--root',
          join(folder, 'containers'),
          '--runroot',
          join(folder, 'run'),
          '--storage-driver=vfs',
          ...args,
        ]);
      const built = await buildah('build', '--isolation=chroot', '--tag', to, context);
      if (built.exitCode !== 0) return built;
      const authfile = join(folder, 'config.json');
      return await buildah('push', '--tls-verify=false', '--authfile', authfile, to);
    },
  };
}
