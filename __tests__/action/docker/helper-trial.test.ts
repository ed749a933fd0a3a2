import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tryHelper } from '../../../src/action/docker/helper-trial.ts';
import { dockerScenes, REGISTRY } from './docker-job.ts';

const { dockerScene, closing } = dockerScenes();

/** Windows has other rights than modes, and another form of program. */
const testUnix = process.platform === 'win32' ? test.skip : test;

const mayMount = process.platform === 'linux' && process.geteuid?.() === 0;
if (!mayMount)
  process.stderr.write(
    '\nSKIPPED: a noexec RUNNER_TEMP: only root of a Linux machine can mount.\n\n',
  );

async function jobIn(temp: (scene: { folder: string }) => Promise<string>) {
  const scene = await dockerScene({ auths: {} });
  const env = { RUNNER_TEMP: await temp(scene) };
  const main = await scene.job.run({ with: scene.inputs({ registry: REGISTRY }), env });
  const configuration = await scene.config();
  await scene.post(env);
  return { ...scene, main, configuration, left: await readdir(env.RUNNER_TEMP) };
}

/** Nothing is announced, nothing is changed, the token lives until post. */
function expectNotReady({
  main,
  configuration,
  exchange,
  left,
}: Awaited<ReturnType<typeof jobIn>>) {
  expect(main).toMatchObject({
    exitCode: 1,
    outputs: { 'error-code': 'docker_not_ready', authenticated: 'true' },
  });
  expect(main.files.path).toBe('');
  expect(main.log).not.toContain('Docker takes its login');
  expect(configuration).toEqual({ auths: {} });
  expect(left).toEqual([]);
  expect(exchange.revoked()).toEqual(exchange.granted);
}

(mayMount ? test : test.skip)('a RUNNER_TEMP that is mounted with noexec', async () => {
  const job = await jobIn(async ({ folder }) => {
    const temp = join(folder, '../noexec');
    await mkdir(temp);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'noexec', 'none', temp]);
    closing({ close: async () => void execFileSync('umount', ['--lazy', temp]) });
    return temp;
  });

  expectNotReady(job);
  expect(job.main.log).toContain('noexec');
  expect(job.main.log).toContain('RUNNER_TEMP');
});

testUnix('a RUNNER_TEMP that PATH cannot name', async () => {
  const job = await jobIn(async ({ folder }) => {
    const temp = join(folder, '../a:b');
    await mkdir(temp);
    return temp;
  });

  expectNotReady(job);
});

testUnix('a RUNNER_TEMP with a line break, which GITHUB_PATH cannot name', async () => {
  const job = await jobIn(async ({ folder }) => {
    const temp = join(folder, '../a\nb');
    await mkdir(temp);
    return temp;
  });

  expectNotReady(job);
});

testUnix(
  'a relative RUNNER_TEMP, from which Docker would start nothing, is made absolute',
  async () => {
    const { env, exchange, inputs, job } = await dockerScene();
    await mkdir(join(job.workspace, 'temp'));
    const step = { with: inputs({ registry: REGISTRY }), env: { RUNNER_TEMP: 'temp' } };

    expect(await job.run(step)).toMatchObject({ exitCode: 0 });

    expect(env().PATH?.split(':')[0]).toBe(join(job.workspace, 'temp/dockpass/bin'));
    expect(exchange.granted).toHaveLength(1);
  },
);

testUnix.each([
  ['may not be run', 'echo {}', 0o600, 'noexec'],
  ['has an interpreter that is not there', '#!/nowhere/sh', 0o700, '/bin/sh'],
  [
    'starts a Node that is not there',
    "#!/bin/sh\nexec '/nowhere/node' list",
    0o700,
    '/nowhere/node',
  ],
  [
    'starts a script that is not there',
    `#!/bin/sh\nexec '${process.execPath}' /nowhere/i.js`,
    0o700,
    'i.js',
  ],
  [
    'knows other registries only',
    '#!/bin/sh\necho \'{"other.example.com":"x-token"}\'',
    0o700,
    'other',
  ],
  ['answers with something else', '#!/bin/sh\necho hello', 0o700, 'hello'],
  ['says nothing', '#!/bin/sh', 0o700, 'answered'],
])('a helper that %s', async (_, text, mode, words) => {
  const { job } = await dockerScene();
  const program = join(job.temp, 'docker-credential-dockpass');
  await writeFile(program, text);
  await chmod(program, mode);

  await expect(tryHelper(runnerIn(process.env.PATH), job.temp, [REGISTRY])).rejects.toMatchObject({
    code: 'docker_not_ready',
    message: expect.stringContaining(words),
    details: { next: expect.stringContaining('docker/login-action') },
  });
});

testUnix('a helper of another job on PATH is no proof of ours', async () => {
  const { job } = await dockerScene();
  const bin = join(job.temp, 'empty');
  await mkdir(bin);
  const other = join(job.temp, 'docker-credential-dockpass');
  await writeFile(other, `#!/bin/sh\necho '{"${REGISTRY}":"x-token"}'`);
  await chmod(other, 0o700);

  await expect(tryHelper(runnerIn(job.temp), bin, [REGISTRY])).rejects.toMatchObject({
    code: 'docker_not_ready',
  });
});

testUnix('a job that is cancelled does not wait for a helper that never answers', async () => {
  const { job } = await dockerScene();
  const program = join(job.temp, 'docker-credential-dockpass');
  await writeFile(program, '#!/bin/sh\nexec /bin/sleep 60');
  await chmod(program, 0o700);
  const cancellation = new AbortController();

  const trial = tryHelper(runnerIn('', cancellation.signal), job.temp, [REGISTRY]);
  cancellation.abort('SIGINT');

  await expect(trial).rejects.toMatchObject({ code: 'docker_not_ready' });
});

function runnerIn(path = '', cancelled = new AbortController().signal) {
  const { platform, version } = process;
  return {
    env: (name: string) => (name === 'PATH' ? path : undefined),
    cancelled,
    process: { platform, version, node: process.execPath, entry: '' },
  };
}
