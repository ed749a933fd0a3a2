import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const started = await startDocker();
  const buildah = { path: found.buildah, before: settings };
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  if (typeof started === 'string') {
    process.stderr.write(
      `\nNOT RUN: docker build and docker push of docs/integrations, for which buildah stands in: ${started}\n\n`,
    );
    const standIn = `case $1 in build | push) exec '${found.buildah}' "$@" ;; esac`;
    const docker = { path: found.docker, before: settings + standIn };
    return { programs: { docker, buildah }, isDocker: false, remove };
  }
  const { daemon } = started;
  const { DOCKER_HOST: host } = daemon.environment();
  const docker = {
    path: join(daemon.folder, 'bin/docker'),
    before: `export DOCKER_HOST='${host}'`,
  };
  return {
    programs: { docker, buildah },
    isDocker: true,
    async remove() {
      await daemon.remove();
      await remove();
    },
  };
}

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
