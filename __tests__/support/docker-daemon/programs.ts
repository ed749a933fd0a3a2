import { spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';
import { findProgram, findPrograms } from '../programs.ts';
import { DockerDaemon, type DockerPrograms } from './daemon.ts';

const DEBIAN =
  'apt-get install --no-install-recommends docker.io (from Debian 13 on docker-cli and docker-buildx, too)';

/**
 * Tests with a Docker daemon of their own. To be awaited: a daemon is started to see whether it can be,
 * which few containers allow. Where it cannot it is said loudly.
 */
export async function describeDocker(
  name: string,
  tests: (programs: DockerPrograms) => void,
): Promise<void> {
  const programs = findDocker();
  const obstacle = typeof programs === 'string' ? programs : await tryOut(programs);
  if (typeof programs !== 'string' && obstacle === undefined) {
    describe(name, () => tests(programs));
    return;
  }
  process.stderr.write(`\nSKIPPED: ${name}: ${obstacle}\n\n`);
  describe.skip(name, () => tests({ dockerd: '', docker: '' }));
}

/** The programs, or what is missing. */
export function findDocker(): DockerPrograms | string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root of a Linux machine can start a Docker daemon.';
  const needed = ['dockerd', 'containerd', 'runc', 'unshare', 'mount'];
  const missing = needed.filter((program) => findProgram(program) === undefined);
  if (missing.length > 0) return `there is no ${missing.join(', ')}. On Debian:\n${DEBIAN}`;
  const docker = findPrograms('docker').find(canBuild);
  if (docker === undefined) return `no docker here can build. On Debian:\n${DEBIAN}`;
  return { dockerd: findProgram('dockerd') ?? '', docker };
}

/** From version 23 on the client needs buildx, and without it has not even an answer to `--help`. */
function canBuild(docker: string): boolean {
  const env = { PATH: process.env.PATH, DOCKER_BUILDKIT: '1' };
  return spawnSync(docker, ['build', '--help'], { env, stdio: 'ignore' }).status === 0;
}

/** What was in the way, if anything. */
async function tryOut(programs: DockerPrograms): Promise<string | undefined> {
  try {
    await (await DockerDaemon.start(programs)).remove();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
