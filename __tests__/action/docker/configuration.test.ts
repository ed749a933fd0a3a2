import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { filesBelow, leaks } from '../../support/leaks.ts';
import type { PhaseResult } from '../../support/runner.ts';
import { dockerScenes, REGISTRY } from './docker-job.ts';

const { dockerScene } = dockerScenes();

const OURS = { [REGISTRY]: 'dockpass' };

/** Windows has other rights than modes, and links only for the privileged. */
const testUnix = process.platform === 'win32' ? test.skip : test;

function warnings({ commands }: PhaseResult) {
  return commands.filter(({ name }) => name === 'warning');
}

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
  expect(await readdir(join(job.workspace, 'docker-here'))).toContain('config.json');
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
  expect(warnings(end)).toHaveLength(1);
  expect(exchange.revoked()).toEqual(exchange.granted);
});

test('a token is revoked even if the folder of the helper has become a file', async () => {
  const { exchange, job, post, runFor } = await dockerScene({});
  await runFor();
  await rm(join(job.temp, 'dockpass'), { recursive: true });
  await writeFile(join(job.temp, 'dockpass'), '');

  const end = await post();

  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(exchange.revoked()).toEqual(exchange.granted);
  // One for the tokens that it may have held, one for Docker's configuration.
  expect(warnings(end)).toHaveLength(2);
});

test('a file of the helper that cannot be read keeps nothing else from being taken back', async () => {
  const { config, exchange, job, post, runFor } = await dockerScene({});
  await runFor();
  await writeFile(join(job.temp, 'dockpass/1/token-0-7'), '{"token":dpb_damaged');

  const end = await post();

  expect(end).toMatchObject({ exitCode: 0, stderr: '' });
  expect(exchange.revoked()).toEqual(exchange.granted);
  expect(await config()).toEqual({});
  expect(warnings(end)).toHaveLength(1);
  expect(leaks(end, 'dpb_damaged')).toEqual([]);
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
