import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { secretFor } from '../../support/docker-client.ts';
import { type DockerScene, dockerScenes, REGISTRY } from './docker-job.ts';

const { dockerScene } = dockerScenes();

const EARLIER = { credHelpers: { [REGISTRY]: 'ecr-login', 'gcr.io': 'gcloud' } };

/** A job of its own, with the Docker configuration of another. */
async function sharing({ folder }: DockerScene): Promise<DockerScene> {
  const scene = await dockerScene();
  scene.job.exported.DOCKER_CONFIG = folder;
  return scene;
}

/** The runner and its temporary folder are gone; no post ever runs. */
function die({ job }: DockerScene): Promise<void> {
  return rm(job.temp, { recursive: true });
}

describe('a job that died', () => {
  test('what its registry had before is there again after the next job', async () => {
    const dead = await dockerScene(EARLIER);
    await dead.runFor();
    await die(dead);

    const next = await sharing(dead);
    await next.runFor();
    expect(await secretFor(next.env(), REGISTRY)).toBe(next.exchange.granted[0]);
    await next.post();

    expect(await dead.config()).toEqual(EARLIER);
    expect(await readdir(dead.folder)).toEqual(['config.json']);
  });

  test('so is what stood there before several of them, and for registries of theirs only', async () => {
    const first = await dockerScene(EARLIER);
    await first.runFor(`${REGISTRY}\ngcr.io`);
    await die(first);
    const second = await sharing(first);
    await second.runFor('registry.example.org');
    await die(second);

    const next = await sharing(first);
    await next.runFor();
    await next.post();

    expect(await first.config()).toEqual(EARLIER);
  });

  test('on the same runner, whose temporary folder is cleared for the next job', async () => {
    const { config, job, post, runFor } = await dockerScene(EARLIER);
    await runFor(`${REGISTRY}\ngcr.io`);
    for (const name of await readdir(job.temp)) await rm(join(job.temp, name), { recursive: true });

    await runFor();
    await (await job.startPost(1)).finished;

    expect(await config()).toEqual(EARLIER);
    await post();
    expect(await config()).toEqual(EARLIER);
  });

  test('a configuration that it had made goes with the next job', async () => {
    const dead = await dockerScene();
    await dead.runFor();
    await die(dead);

    const next = await sharing(dead);
    await next.runFor('registry.example.org');
    await next.post();

    expect(existsSync(dead.folder)).toBe(false);
  });

  test('its lock, left behind, does not block for ever', async () => {
    const { config, file, folder, post, runFor } = await dockerScene(EARLIER);
    await writeFile(`${file}.dockpass-lock`, '');

    expect(await runFor()).toMatchObject({ exitCode: 0 });
    await post();

    expect(await config()).toEqual(EARLIER);
    expect(await readdir(folder)).toEqual(['config.json']);
  });
});

describe('jobs that overlap', () => {
  test('each keeps its login until it ends, whichever ends first', async () => {
    const a = await dockerScene(EARLIER);
    const b = await sharing(a);
    await a.runFor();
    await b.runFor();

    await a.post();
    expect(await secretFor(b.env(), REGISTRY)).toBe(b.exchange.granted[0]);
    await b.post();

    expect(await a.config()).toEqual(EARLIER);
  });

  test('what somebody enters for the registry meanwhile is theirs', async () => {
    const a = await dockerScene(EARLIER);
    await a.runFor();
    await writeFile(a.file, JSON.stringify({ credHelpers: { [REGISTRY]: 'acr' } }));
    const b = await sharing(a);
    await b.runFor();

    await a.post();
    await b.post();

    expect(await a.config()).toEqual({ credHelpers: { [REGISTRY]: 'acr' } });
  });

  test('begin and end at once: nothing is lost, and nothing of ours is left', async () => {
    const first = await dockerScene(EARLIER);
    const jobs = [first, ...(await Promise.all([1, 2, 3, 4].map(() => sharing(first))))];
    const registryOf = (index: number) => `${REGISTRY}\nregistry-${index}.example.com`;

    const mains = await Promise.all(jobs.map((job, index) => job.runFor(registryOf(index))));
    expect(mains.map(({ exitCode }) => exitCode)).toEqual(jobs.map(() => 0));
    const ours = jobs.map((_, index) => [`registry-${index}.example.com`, 'dockpass']);
    expect(await first.config()).toEqual({
      credHelpers: { ...EARLIER.credHelpers, ...Object.fromEntries(ours), [REGISTRY]: 'dockpass' },
    });

    await Promise.all(jobs.map((job) => job.post()));
    expect(await first.config()).toEqual(EARLIER);
    expect(await readdir(first.folder)).toEqual(['config.json']);
  });

  test('a record of ours that was damaged fails the step, and is left alone', async () => {
    const { file, folder, post, runFor } = await dockerScene(EARLIER);
    await writeFile(`${file}.dockpass`, '{');

    expect(await runFor()).toMatchObject({
      exitCode: 1,
      outputs: { 'error-code': 'docker_not_ready' },
    });
    await post();

    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(EARLIER);
    expect((await readdir(folder)).toSorted()).toEqual(['config.json', 'config.json.dockpass']);
  });
});

describe('files of others in our folders', () => {
  test('outlive the job, and nothing of ours does', async () => {
    const { job, post, runFor } = await dockerScene({});
    await runFor();
    const theirs = ['theirs', '1/theirs', 'bin/theirs', '1/folder/token-1-1'];
    await mkdir(join(job.temp, 'dockpass/1/folder'));
    for (const path of theirs) await writeFile(join(job.temp, 'dockpass', path), 'theirs');

    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });

    const left = await readdir(join(job.temp, 'dockpass'), {
      recursive: true,
      withFileTypes: true,
    });
    const files = left.filter((entry) => entry.isFile());
    expect(files.map(({ name, parentPath }) => join(parentPath, name)).toSorted()).toEqual(
      theirs.map((path) => join(job.temp, 'dockpass', path)).toSorted(),
    );
  });
});
