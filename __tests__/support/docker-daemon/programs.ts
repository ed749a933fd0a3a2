import { spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';
import { findProgram, findPrograms } from '../programs.ts';
import { CELL_PROGRAMS } from './cell.ts';
import { DockerDaemon, type DockerPrograms } from './daemon.ts';

const DEBIAN =
  'apt-get install --no-install-recommends docker.io (from Debian 13 on docker-cli and docker-buildx, too)';

const BUILDKIT =
  'on PATH buildkitd and runc (https://github.com/moby/buildkit/releases) and a docker with buildx';

export interface BuildkitPrograms {
  buildkitd: string;
  /** With buildx. */
  docker: string;
}

/**
 * Tests with a Docker daemon of their own. To be awaited: a daemon is started to see whether it can be,
 * which few containers allow. Where it cannot it is said loudly.
 */
export async function describeDocker(
  name: string,
  tests: (programs: DockerPrograms) => void,
): Promise<void> {
  const started = await startDocker();
  if (typeof started === 'string') {
    skip(name, started);
    describe.skip(name, () => tests({ dockerd: '', docker: '' }));
    return;
  }
  await started.daemon.remove();
  describe(name, () => tests(started.programs));
}

/** What was started, or what is in its way. */
export async function startDocker(): Promise<
  { programs: DockerPrograms; daemon: DockerDaemon } | string
> {
  const programs = findDocker();
  if (typeof programs === 'string') return programs;
  try {
    return { programs, daemon: await DockerDaemon.start(programs) };
  } catch (error) {
    return (error as Error).message;
  }
}

/** Tests with a BuildKit of their own, which Debian has no package of. */
export function describeBuildkit(name: string, tests: (programs: BuildkitPrograms) => void): void {
  const buildkitd = findProgram('buildkitd');
  const docker = findPrograms('docker').find(hasBuildx);
  if (buildkitd && docker && canIsolate()) {
    describe(name, () => tests({ buildkitd, docker }));
    return;
  }
  skip(name, `it takes root of a Linux machine, and ${BUILDKIT}.`);
  describe.skip(name, () => tests({ buildkitd: '', docker: '' }));
}

function skip(name: string, obstacle: string): void {
  process.stderr.write(`\nSKIPPED: ${name}: ${obstacle}\n\n`);
}

/** Root of Linux can, but for most containers. */
function canIsolate(): boolean {
  return spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0;
}

function hasBuildx(docker: string): boolean {
  return spawnSync(docker, ['buildx', 'version'], { stdio: 'ignore' }).status === 0;
}

/** The programs, or what is missing. */
function findDocker(): DockerPrograms | string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root of a Linux machine can start a Docker daemon.';
  const needed = ['dockerd', 'containerd', 'runc', ...CELL_PROGRAMS];
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
