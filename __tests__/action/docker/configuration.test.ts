import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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
import { filesBelow } from '../../support/leaks.ts';
import { dockerScenes, REGISTRY } from './docker-job.ts';

const { dockerScene } = dockerScenes();

const OURS = { [REGISTRY]: 'dockpass' };

/** Windows has other rights than modes, and links only for the privileged. */
const testUnix = process.platform === 'win32' ? test.skip : test;

describe('Docker had no configuration', () => {
  test('gets one for us alone, and has none again after the job', async () => {
    const { config, file, folder, post, runFor } = await dockerScene();

    expect(await runFor()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await config()).toEqual({ credHelpers: OURS });
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);

    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(existsSync(folder)).toBe(false);
  });

  test('nor has it after two steps', async () => {
    const { config, folder, job, runFor } = await dockerScene();
    await runFor();
    await runFor('registry.example.org');
    expect(await config()).toEqual({
      credHelpers: { ...OURS, 'registry.example.org': 'dockpass' },
    });

    await job.post();

    expect(existsSync(folder)).toBe(false);
  });

  test('it stays if somebody has put something into it', async () => {
    const { config, file, post, runFor } = await dockerScene();
    await runFor();
    await writeFile(file, JSON.stringify({ ...(await config()), auths: { 'ghcr.io': {} } }));

    await post();

    expect(await config()).toEqual({ auths: { 'ghcr.io': {} } });
  });

  test('what docker login and logout leave, `"auths": {}`, is nothing', async () => {
    const { config, file, post, runFor } = await dockerScene();
    await runFor();
    await writeFile(file, JSON.stringify({ auths: {}, ...(await config()) }));

    await post();

    expect(existsSync(file)).toBe(false);
  });

  test('files that Docker keeps beside it stay', async () => {
    const { file, folder, post, runFor } = await dockerScene();
    await runFor();
    await mkdir(join(folder, 'buildx'));

    await post();

    expect(existsSync(file)).toBe(false);
    expect(await readdir(folder)).toEqual(['buildx']);
  });

  test('an empty file counts as an empty configuration, as Docker has it', async () => {
    const { config, post, runFor } = await dockerScene('\n');

    await runFor();
    expect(await config()).toEqual({ credHelpers: OURS });
    await post();
    expect(await config()).toEqual({});
  });
});

describe.each<[string, Record<string, unknown> & { credHelpers?: object | null }]>([
  ['logins', { auths: { 'ghcr.io': { auth: 'bWU6aHVzaA==' } } }],
  ['a store for all logins', { credsStore: 'osxkeychain', auths: { 'ghcr.io': {} } }],
  ['helpers of others', { credHelpers: { 'gcr.io': 'gcloud', 'public.ecr.aws': 'ecr-login' } }],
  [
    'members that nobody knows',
    { experimental: 'enabled', plugins: { x: { y: 'z' } }, other: [1, null] },
  ],
  ['`credHelpers` that are null, which Docker takes for none', { credHelpers: null, a: 1 }],
])('Docker had %s', (_, before) => {
  test('they stay, during the job and after it', async () => {
    const { config, post, runFor } = await dockerScene(before);

    await runFor();
    expect(await config()).toEqual({ ...before, credHelpers: { ...before.credHelpers, ...OURS } });

    await post();
    const { credHelpers, ...rest } = before;
    expect(await config()).toEqual(credHelpers ? before : rest);
  });
});

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

  testUnix('mode and read-only files are kept', async () => {
    const { file, post, runFor } = await dockerScene({ auths: {} });
    await chmod(file, 0o440);

    expect(await runFor()).toMatchObject({ exitCode: 0 });
    expect((await stat(file)).mode & 0o777).toBe(0o440);
    await post();
    expect((await stat(file)).mode & 0o777).toBe(0o440);
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
    expect(main.log).toContain('cannot be written');
    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
  });

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

describe('what others have done meanwhile', () => {
  test('an entry that somebody else has changed is theirs', async () => {
    const { config, file, post, runFor } = await dockerScene({});
    await runFor();
    await writeFile(file, JSON.stringify({ credHelpers: { [REGISTRY]: 'ecr-login' } }));

    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });

    expect(await config()).toEqual({ credHelpers: { [REGISTRY]: 'ecr-login' } });
  });

  test('a helper that the registry had before gets it back', async () => {
    const before = { credHelpers: { [REGISTRY]: 'ecr-login' } };
    const { config, post, runFor } = await dockerScene(before);
    await runFor();
    expect(await config()).toEqual({ credHelpers: OURS });
    await post();
    expect(await config()).toEqual(before);
  });

  test('what an earlier job left, whose post never ran, is cleared away', async () => {
    const { config, post, runFor } = await dockerScene({ credHelpers: OURS });
    await runFor();
    await post();
    expect(await config()).toEqual({});
  });

  test.each([
    ['gone', unlink],
    ['no JSON any more', (file: string) => writeFile(file, '{')],
  ])('a configuration that is %s does not fail the job', async (_, change) => {
    const { exchange, file, post, runFor } = await dockerScene({});
    await runFor();
    await change(file);
    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(exchange.revoked()).toEqual(exchange.granted);
  });
});

test('nothing is written to the workspace, and nothing of ours outlives the job', async () => {
  const { job, post, runFor } = await dockerScene();

  await runFor();
  expect(await readdir(job.temp)).toEqual(['dockpass']);
  if (process.platform !== 'win32')
    expect((await stat(join(job.temp, 'dockpass'))).mode & 0o777).toBe(0o700);
  await post();

  expect(await readdir(job.workspace)).toEqual([]);
  expect(await readdir(job.temp)).toEqual([]);
});

testUnix('what holds a token is for its owner alone', async () => {
  const { exchange, job, runFor } = await dockerScene();
  await runFor();

  const files = Object.entries(await filesBelow(job.temp));
  const holding = files.filter(([, text]) => text.includes(exchange.granted[0] ?? '-'));
  expect(holding).toHaveLength(1);
  for (const [path] of holding) expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a relative DOCKER_CONFIG means the folder that the step runs in', async () => {
  const { job, runFor, post } = await dockerScene();
  job.exported.DOCKER_CONFIG = 'docker-here';

  await runFor();
  expect(await readdir(join(job.workspace, 'docker-here'))).toEqual(['config.json']);
  await post();
  expect(await readdir(job.workspace)).toEqual([]);
});

test('a token is revoked even if Docker cannot be left as it was found', async () => {
  const { exchange, file, post, runFor } = await dockerScene({});
  await runFor();
  await unlink(file);
  await mkdir(file);

  const end = await post();

  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(end.commands.filter(({ name }) => name === 'warning')).toHaveLength(1);
  expect(exchange.revoked()).toEqual(exchange.granted);
});

test('without a configuration of its own, the job has its owner’s: ~/.docker', async () => {
  const { job, file, folder, runFor, post } = await dockerScene();
  const home = join(folder, '..');
  const env = { HOME: home, USERPROFILE: home };
  Object.assign(job.exported, env);
  delete job.exported.DOCKER_CONFIG;

  expect(await runFor()).toMatchObject({ exitCode: 0 });
  expect(existsSync(file)).toBe(false);
  expect(JSON.parse(await readFile(join(home, '.docker/config.json'), 'utf8'))).toEqual({
    credHelpers: OURS,
  });
  await post();
  expect(existsSync(join(home, '.docker'))).toBe(false);
});
