import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dockerScenes, REGISTRY } from './docker-job.ts';

const { dockerScene } = dockerScenes();

const OURS = { [REGISTRY]: 'dockpass' };

/** Windows has other rights than modes, and links only for the privileged. */
const testUnix = process.platform === 'win32' ? test.skip : test;

describe('the form of the file', () => {
  test.each([
    ['tabs', '{\n\t"auths": {\n\t\t"ghcr.io": {}\n\t}\n}'],
    ['four spaces and a last line break', '{\n    "auths": {\n        "ghcr.io": {}\n    }\n}\n'],
    ['one line', '{"auths":{"ghcr.io":{}}}\n'],
  ])('%s: post gives back the very bytes', async (_, before) => {
    const { file, post, runFor } = await dockerScene(before);
    await runFor();
    const lines = (await readFile(file, 'utf8')).split('\n').length;
    await post();

    expect(lines > 2).toBe(before.split('\n').length > 2);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  test('numbers, and whatever else JavaScript reads as something else, stay as they are', async () => {
    const before =
      '{"id":12345678901234567890,"huge":1e400,"zero":-0,"one":1.0,"__proto__":{"a":[1E2]},"text":"\\ud800"}';
    const { file, post, runFor } = await dockerScene(before);

    expect(await runFor()).toMatchObject({ exitCode: 0 });
    const state = await readFile(file, 'utf8');
    await post();

    expect(state.replace(/,"credHelpers":\{[^}]*\}/, '')).toBe(before);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  testUnix.each([
    ['read-only', 0o440],
    ['wider than the umask', 0o666],
  ])('a mode that is %s is kept', async (_, mode) => {
    const { file, post, runFor } = await dockerScene({ auths: {} });
    await chmod(file, mode);

    expect(await runFor()).toMatchObject({ exitCode: 0 });
    expect((await stat(file)).mode & 0o777).toBe(mode);
    await post();
    expect((await stat(file)).mode & 0o777).toBe(mode);
  });

  testUnix('a link stays a link, and what it leads to is changed', async () => {
    const { file, folder, post, runFor } = await dockerScene({ auths: { 'ghcr.io': {} } });
    const target = join(folder, 'elsewhere.json');
    await writeFile(target, await readFile(file, 'utf8'));
    await unlink(file);
    await symlink('elsewhere.json', file);

    await runFor();
    expect((await lstat(file)).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await readFile(target, 'utf8'))).toMatchObject({ credHelpers: OURS });
    await post();
    expect(JSON.parse(await readFile(target, 'utf8'))).toEqual({ auths: { 'ghcr.io': {} } });
  });

  testUnix('a link that leads to nothing yet is followed, too', async () => {
    const { file, folder, post, runFor } = await dockerScene();
    await mkdir(folder);
    await symlink('elsewhere.json', file);

    await runFor();
    expect(JSON.parse(await readFile(join(folder, 'elsewhere.json'), 'utf8'))).toEqual({
      credHelpers: OURS,
    });
    await post();
    expect(await readdir(folder)).toEqual(['config.json']);
  });
});

describe('a configuration that cannot be used', () => {
  test.each([
    ['is not JSON', '{"auths": {"ghcr.io": {"auth": "canary-secret"}},}'],
    ['is not an object', '["canary-secret"]'],
    ['has helpers that are no object', '{"credHelpers": ["canary-secret"]}'],
    ['has helpers that are a number', '{"credHelpers": 1, "a": "canary-secret"}'],
    ['has a helper that is no name', '{"credHelpers": {"canary-secret": 1}}'],
    ['has a member twice', '{"auths": {"canary-secret": {}}, "auths": {}}'],
    ['has a login twice', '{"auths": {"a": {"auth": "canary-secret"}, "a": {}}}'],
  ])('one that %s fails the step, untouched and unquoted', async (_, before) => {
    const { exchange, file, post, runFor } = await dockerScene(before);

    const main = await runFor();
    const end = await post();

    // The token has been handed over already.
    expect(main).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'docker_not_ready', authenticated: 'true', source: 'oidc' },
    });
    expect(main.log).toContain(file);
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(`${main.log}${main.summary}${end.log}`).not.toContain('canary-secret');
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect(exchange.revoked()).toEqual(exchange.granted);
  });

  test.each([
    ['a folder', (file: string) => mkdir(file, { recursive: true })],
    [
      'huge',
      async (file: string) => {
        await mkdir(join(file, '..'));
        await writeFile(file, `{"a": "${'x'.repeat(5 * 1024 * 1024)}"}`);
      },
    ],
  ])('one that is %s fails the step', async (_, make) => {
    const { file, post, runFor } = await dockerScene();
    await make(file);

    expect(await runFor()).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'docker_not_ready' },
    });
    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  const testLinux = process.platform === 'linux' ? test : test.skip;

  testLinux('a folder that not even root can write to fails the step', async () => {
    const { job, runFor, post } = await dockerScene();
    job.exported.DOCKER_CONFIG = '/proc';

    const main = await runFor();

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'docker_not_ready' } });
    expect(main.log).toContain('cannot be changed');
    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
  });

  testLinux('a folder that can never be made fails the step', async () => {
    // A time limit of the test would not end a loop in the same process: job.close() kills it.
    for (const exported of [{ HOME: '/proc/1' }, { DOCKER_CONFIG: '/proc/1/a/b' }]) {
      const { job, runFor, post } = await dockerScene();
      delete job.exported.DOCKER_CONFIG;
      Object.assign(job.exported, exported);

      const main = await runFor();

      expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'docker_not_ready' } });
      expect(main.log).toContain('/proc/1/');
      expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
    }
  });

  testLinux('a temporary folder that can never be made fails the step', async () => {
    const { exchange, inputs, job, post } = await dockerScene();
    const step = { with: inputs({ registry: REGISTRY }), env: { RUNNER_TEMP: '/proc/1' } };

    expect(await job.run(step)).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'docker_not_ready' },
    });
    await post();
    expect(exchange.revoked()).toEqual(exchange.granted);
  });

  testUnix.each(['/dev/zero', '/dev/random'])(
    'a link to %s, which has no end, fails',
    async (to) => {
      const { file, folder, runFor, post } = await dockerScene();
      await mkdir(folder);
      await symlink(to, file);

      expect(await runFor()).toMatchObject({
        exitCode: 1,
        outputs: { 'error-code': 'docker_not_ready' },
      });
      expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
    },
  );

  testUnix('a pipe, which nobody writes to, fails the step instead of holding it up', async () => {
    const { file, folder, runFor } = await dockerScene();
    await mkdir(folder);
    execFileSync('mkfifo', [file]);

    expect(await runFor()).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'docker_not_ready' },
    });
  });

  testUnix('links in a circle fail the step', async () => {
    const { file, folder, runFor } = await dockerScene();
    await mkdir(folder);
    await symlink('config.json', file);

    expect(await runFor()).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'docker_not_ready' },
    });
  });

  test('a DOCKER_CONFIG below a file, where nothing can be written, fails the step', async () => {
    const { file, job, runFor, post } = await dockerScene({});
    job.exported.DOCKER_CONFIG = file;

    const main = await runFor();

    expect(main).toMatchObject({ exitCode: 1, outputs: { 'error-code': 'docker_not_ready' } });
    expect(main.log).toContain('It was left as it is.');
    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
