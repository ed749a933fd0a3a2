import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from '../programs.ts';
import type { DockerDaemon } from './daemon.ts';

const run = promisify(execFile);

/**
 * Stands in for a base image that would have to be downloaded: programs of this machine with their
 * libraries, under the name that a Dockerfile says. `idle` programs are there and do nothing.
 */
export async function importBaseImage(
  daemon: DockerDaemon,
  name: string,
  programs: { copied: readonly string[]; idle: readonly string[] },
): Promise<void> {
  const root = join(daemon.folder, 'base-image');
  for (const folder of ['bin', 'lib', 'lib64', 'sbin']) {
    await mkdir(join(root, 'usr', folder), { recursive: true });
    await symlink(`usr/${folder}`, join(root, folder));
  }
  for (const program of programs.copied) await copyProgram(program, root);
  for (const program of programs.idle) {
    await writeFile(join(root, 'bin', program), '#!/bin/sh\n');
    await chmod(join(root, 'bin', program), 0o755);
  }
  const archive = `${root}.tar`;
  await run('tar', ['--create', '--file', archive, '--directory', root, '.']);
  const { exitCode, stderr } = await daemon.docker(['import', archive, name]);
  if (exitCode !== 0) throw new Error(stderr);
}

/** `ldd` names a library as `libc.so.6 => /lib/libc.so.6 (0x…)`, the loader without the arrow. */
async function copyProgram(name: string, root: string): Promise<void> {
  const program = findProgram(name);
  if (!program) throw new Error(`There is no ${name} on this machine.`);
  const { stdout } = await run('ldd', [program]);
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
  for (const path of [program, ...libraries]) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await copyFile(await realpath(path), join(root, path));
  }
}
