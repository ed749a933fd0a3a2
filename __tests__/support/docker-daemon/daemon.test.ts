import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { DockerDaemon } from './daemon.ts';
import { describeDocker } from './programs.ts';

await describeDocker('the Docker daemon of a test', (programs) => {
  test('builds, and leaves neither files nor mounts nor processes behind', async () => {
    const daemon = await DockerDaemon.start(programs);
    const { folder } = daemon;
    expect(processesThatName(folder)).not.toEqual([]);
    const context = join(folder, 'context');
    await mkdir(context);
    await writeFile(join(context, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
    expect(await daemon.docker(['build', '--tag=greeting', context])).toMatchObject({
      exitCode: 0,
    });
    expect((await daemon.docker(['images', '--quiet', 'greeting'])).stdout).not.toBe('');

    await daemon.remove();

    expect(existsSync(folder)).toBe(false);
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(folder);
    expect(processesThatName(folder)).toEqual([]);
  });

  test('says why it does not start', async () => {
    const tls = { cert: 'no certificate', key: 'no key', clientCa: 'no authority' };
    await expect(DockerDaemon.start(programs, tls)).rejects.toThrow(/tlscert\.pem/);
  });
});

/** Their command lines. */
function processesThatName(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine)
    .filter((line) => line.includes(folder));
}

/** Empty if the process has ended meanwhile. */
function commandLine(process: string): string {
  try {
    return readFileSync(`/proc/${process}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
