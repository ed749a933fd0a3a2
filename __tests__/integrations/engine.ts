import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DockerDaemon } from '../support/docker-daemon/daemon.ts';
import { startDocker } from '../support/docker-daemon/programs.ts';
import type { Programs as RegistryPrograms } from '../support/registry/programs.ts';
import type { Programs } from './machine.ts';

/** What `docker` and `buildah` are on a machine. */
export interface Engine {
  programs: Programs;
  /** False: buildah stands in for it, which shows the status of a refusal and not its message. */
  isDocker: boolean;
  remove(): Promise<void>;
}

/**
 * The real programs, as an administrator has set them up for `registry`. Where no Docker daemon starts,
 * `docker login` is still Docker's, and buildah stands in for the rest; that is said loudly.
 */
export async function openEngine(found: RegistryPrograms, registry: string): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'dockpass-engine-'));
  const settings = await buildahSettings(folder, registry);
  const daemon = await startDocker();
  const buildah = { path: found.buildah, before: settings };
  const docker =
    typeof daemon === 'string'
      ? {
          path: found.docker,
          before: `${settings}case $1 in build | push) ${standIn(found)} ;; esac`,
        }
      : { path: daemonClient(daemon), before: `export DOCKER_HOST='${hostOf(daemon)}'` };
  if (typeof daemon === 'string')
    process.stderr.write(
      `\nNOT RUN: docker build and docker push of docs/integrations, for which buildah stands in: ${daemon}\n\n`,
    );
  return {
    programs: { docker, buildah },
    isDocker: typeof daemon !== 'string',
    async remove() {
      if (typeof daemon !== 'string') await daemon.remove();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const hostOf = (daemon: DockerDaemon) => daemon.environment().DOCKER_HOST ?? '';
const daemonClient = ({ folder }: DockerDaemon) => join(folder, 'bin/docker');
const standIn = ({ buildah }: RegistryPrograms) => `exec '${buildah}' "$@"`;

/** Storage of its own, no namespaces, and a registry without TLS, which Docker takes on loopback anyway. */
async function buildahSettings(folder: string, registry: string): Promise<string> {
  const settings = join(folder, '.config/containers');
  await mkdir(settings, { recursive: true });
  await mkdir(join(folder, 'tmp'));
  const storage = `[storage]\ndriver = "vfs"\ngraphroot = "${folder}/graph"\nrunroot = "${folder}/run"\n`;
  await writeFile(join(settings, 'storage.conf'), storage);
  const registries = `[[registry]]\nlocation = "${registry}"\ninsecure = true\n`;
  await writeFile(join(settings, 'registries.conf'), registries);
  const variables = {
    HOME: folder,
    CONTAINERS_STORAGE_CONF: join(settings, 'storage.conf'),
    BUILDAH_ISOLATION: 'chroot',
    TMPDIR: join(folder, 'tmp'),
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join('');
}
