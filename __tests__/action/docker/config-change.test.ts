import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { register, unregister } from '../../../src/action/docker/config-change.ts';

const SHARED = 'registry.example.com';
const BEFORE = '{"id":12345678901234567890,"credHelpers":{"registry.example.com":"ecr-login"}}';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockpass-config-'));
  mkdirSync(join(folder, 'docker'));
  path = join(folder, 'docker', 'config.json');
  writeFileSync(path, BEFORE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function stepFolder(name: string): string {
  const step = join(folder, name);
  mkdirSync(step, { recursive: true });
  return step;
}

/** A world in which only waiting takes time. */
function world({ now = (): number => 1_000_000 } = {}) {
  let elapsed = 0;
  return {
    now,
    elapsed: () => elapsed,
    pause: async (milliseconds: number) => {
      elapsed += milliseconds;
    },
    cancelled: new AbortController().signal,
  };
}

const helpers = () => JSON.parse(readFileSync(path, 'utf8')).credHelpers;

/** A process that enters and takes out its registries, as jobs do, `rounds` times. */
function startJobs(name: string, rounds: number): ChildProcess {
  const step = stepFolder(name);
  const registries = [SHARED, `${name}.example.com`];
  const program = `
    import { readFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { register, unregister } from './src/action/docker/config-change.ts';
    const path = ${JSON.stringify(path)}, step = ${JSON.stringify(step)};
    const registries = ${JSON.stringify(registries)};
    const world = {
      now: Date.now,
      elapsed: () => performance.now(),
      pause: (milliseconds) => sleep(milliseconds),
      cancelled: new AbortController().signal,
    };
    console.log('started');
    for (let round = 0; round < ${rounds}; round += 1) {
      await register(world, path, step, registries);
      const { credHelpers } = JSON.parse(readFileSync(path, 'utf8'));
      for (const registry of registries)
        if (credHelpers[registry] !== 'dockpass') throw new Error('lost ' + registry);
      await unregister(world, path, step);
    }`;
  return spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess) {
  const code = new Promise((resolve) => child.once('close', resolve));
  const stderr = child.stderr ? text(child.stderr) : '';
  return { code: await code, stderr: await stderr };
}

test('many processes at once lose nothing, and leave the very bytes', async () => {
  const jobs = ['a', 'b', 'c', 'd', 'e'].map((name) => startJobs(name, 20));

  expect(await Promise.all(jobs.map(ended))).toEqual(jobs.map(() => ({ code: 0, stderr: '' })));

  expect(readFileSync(path, 'utf8')).toBe(BEFORE);
  expect(readdirSync(join(folder, 'docker'))).toEqual(['config.json']);
});

test('processes that are killed lose nothing for those that follow', async () => {
  const rounds = [1, 2, 3];
  for (const round of rounds) {
    const job = startJobs(`dead-${round}`, 1_000_000);
    await new Promise((resolve) => job.stdout?.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, 20 * round));
    job.kill('SIGKILL');
    await ended(job);
    rmSync(join(folder, `dead-${round}`), { recursive: true });
  }

  const next = stepFolder('next');
  await register(world(), path, next, ['registry.example.org']);
  await unregister(world(), path, next);

  expect(readFileSync(path, 'utf8')).toBe(BEFORE);
  expect(readdirSync(join(folder, 'docker'))).toEqual(['config.json']);
});

test('what docker login writes between our reading and our writing stays', async () => {
  await register(world(), path, stepFolder('a'), [SHARED]);
  // Asked while the change is under way: whether a step of the record may still be running.
  let asked = 0;
  const now = () => {
    asked += 1;
    if (asked === 2) {
      const { credHelpers } = JSON.parse(readFileSync(path, 'utf8'));
      writeFileSync(path, JSON.stringify({ auths: { 'ghcr.io': {} }, credHelpers }));
    }
    return 1_000_000;
  };

  await register(world({ now }), path, stepFolder('b'), ['registry.example.org']);

  expect(asked).toBeGreaterThan(2);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    auths: { 'ghcr.io': {} },
    credHelpers: { [SHARED]: 'dockpass', 'registry.example.org': 'dockpass' },
  });
});

test('what we write ourselves is no reason to begin anew', async () => {
  await register(world(), path, stepFolder('a'), [SHARED]);
  await register(world(), path, stepFolder('b'), ['registry.example.org']);
  let asked = 0;
  const now = () => {
    asked += 1;
    return 1_000_000;
  };

  await unregister(world({ now }), path, join(folder, 'a'));

  // Of the one step that stays, whether it is running.
  expect(asked).toBe(1);
  expect(helpers()).toEqual({ [SHARED]: 'ecr-login', 'registry.example.org': 'dockpass' });
});

test('a configuration that is changed all the time is left alone in the end', async () => {
  await register(world(), path, stepFolder('a'), [SHARED]);
  let writes = 0;
  const now = () => {
    writes += 1;
    writeFileSync(path, JSON.stringify({ writes, credHelpers: { [SHARED]: 'dockpass' } }));
    return 1_000_000;
  };

  await expect(
    register(world({ now }), path, stepFolder('b'), ['registry.example.org']),
  ).rejects.toMatchObject({ code: 'docker_not_ready' });

  expect(helpers()).toEqual({ [SHARED]: 'dockpass' });
});

test('the lock of a process that died is outwaited, that of one which lives is not taken', async () => {
  const lock = `${path}.dockpass-lock`;
  writeFileSync(lock, '');
  const waiting = world();
  await register(waiting, path, stepFolder('a'), [SHARED]);
  expect(waiting.elapsed()).toBeGreaterThan(5_000);
  expect(waiting.elapsed()).toBeLessThan(6_000);

  let locks = 0;
  const busy = world();
  const pause = async (milliseconds: number) => {
    locks += 1;
    writeFileSync(lock, 'x'.repeat(locks));
    await busy.pause(milliseconds);
  };
  writeFileSync(lock, '');
  await expect(register({ ...busy, pause }, path, stepFolder('b'), [SHARED])).rejects.toMatchObject(
    { code: 'docker_not_ready' },
  );
  expect(existsSync(lock)).toBe(true);
});

test('a step whose job has died five days ago holds nothing any more', async () => {
  const HOUR = 3_600_000;
  await register(world({ now: () => 0 }), path, stepFolder('dead, but its folder is there'), [
    SHARED,
  ]);
  const next = stepFolder('next');

  await register(world({ now: () => 119 * HOUR }), path, next, ['registry.example.org']);
  expect(helpers()[SHARED]).toBe('dockpass');
  await unregister(world({ now: () => 121 * HOUR }), path, next);

  expect(readFileSync(path, 'utf8')).toBe(BEFORE);
});
