import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { silence } from '../../support/answers.ts';
import { listenAsEndpoint } from '../../support/builder/builder-double.ts';
import { CREDENTIALS_ROUTE } from '../../support/builder/credentials-double.ts';
import { filesBelow } from '../../support/leaks.ts';
import { together } from '../../support/together.ts';
import { builderScenes } from './builder-scene.ts';

const { builderScene, closing } = builderScenes();

/** Windows has no signals, and links need rights there. */
const testPosix = process.platform === 'win32' ? test.skip : test;

const SIGNALS = { SIGINT: 'SIGINT', SIGTERM: 'SIGTERM' } as const;

test('post removes exactly its folder, and revokes', async () => {
  const { runFor, post, job, exchange } = await builderScene();
  await runFor();
  const neighbour = join(job.temp, 'dockpass-builder-of-another', 'key.pem');
  await mkdir(dirname(neighbour));
  await writeFile(neighbour, 'another');

  expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });

  expect(await filesBelow(job.temp)).toEqual({ [neighbour]: 'another' });
  expect(exchange.revoked()).toEqual(exchange.granted);
});

test('a folder that is gone already is no reason to complain', async () => {
  const { runFor, post, exchange } = await builderScene();
  const { outputs } = await runFor();
  await rm(dirname(outputs['builder-key'] ?? ''), { recursive: true });

  const { exitCode, stderr, commands } = await post();

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(commands.filter(({ name }) => name === 'warning')).toEqual([]);
  expect(exchange.revoked()).toEqual(exchange.granted);
});

test('files of others in the folder stay, and nothing of ours does', async () => {
  const { runFor, post, job } = await builderScene();
  const { outputs } = await runFor();
  const theirs = join(dirname(outputs['builder-key'] ?? ''), 'theirs.pem');
  await writeFile(theirs, 'theirs');

  expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });

  expect(await filesBelow(job.temp)).toEqual({ [theirs]: 'theirs' });
});

testPosix('a link in the place of the folder is removed itself, and not followed', async () => {
  const { runFor, post, job } = await builderScene();
  const { outputs } = await runFor();
  const folder = dirname(outputs['builder-key'] ?? '');
  const elsewhere = join(job.workspace, 'elsewhere');
  await rename(folder, elsewhere);
  await writeFile(join(elsewhere, 'precious'), 'precious');
  await symlink(elsewhere, folder);

  expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });

  expect(await readFile(join(elsewhere, 'precious'), 'utf8')).toBe('precious');
  expect(await filesBelow(job.temp)).toEqual({});
});

test('without revocation and export, the folder is removed all the same', async () => {
  const { runFor, post, job, exchange } = await builderScene();
  await runFor({ revoke: 'false', 'export-env': '' });

  expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });

  expect(await filesBelow(job.temp)).toEqual({});
  expect(exchange.revoked()).toEqual([]);
});

test('state comes before files: where it cannot be saved, there are none', async () => {
  const { job, inputs, asked } = await builderScene();

  const main = await job.run({
    // What would have been saved for the token comes first otherwise.
    with: inputs({ builder: 'true', revoke: 'false', 'export-env': '' }),
    unwritable: ['state'],
  });

  expect(main.exitCode).toBe(1);
  expect(asked()).toEqual([]);
  expect(await filesBelow(job.temp)).toEqual({});
});

testPosix('cancelled while the exchange is asked: revoked at once, nothing is left', async () => {
  await together(SIGNALS, async (signal) => {
    const { start, post, job, exchange } = await builderScene();
    exchange.always(CREDENTIALS_ROUTE, silence());
    const running = await start({ builder: 'true', timeout: '5m' });
    await exchange.arrival(CREDENTIALS_ROUTE);

    running.kill(signal);
    const main = await running.finished;

    expect(main).toMatchObject({ signal: null, exitCode: expect.any(Number) });
    expect(main.exitCode).not.toBe(0);
    expect(exchange.revoked()).toEqual(exchange.granted);
    expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await filesBelow(job.temp)).toEqual({});
  });
});

testPosix(
  'cancelled while the builder is asked: revoked at once, post removes the files',
  async () => {
    await together(SIGNALS, async (signal) => {
      const server = createServer();
      const connected = new Promise((resolve) => server.once('connection', resolve));
      const silent = closing(await listenAsEndpoint(server));
      const { start, post, job, exchange, answering } = await builderScene();
      answering({ endpoint: silent.endpoint });
      const running = await start({ builder: 'true', timeout: '5m' });
      await connected;

      running.kill(signal);
      const main = await running.finished;

      expect(main.exitCode).not.toBe(0);
      expect(main.signal).toBeNull();
      expect(main.outputs['builder-key']).toBeUndefined();
      expect(exchange.revoked()).toEqual(exchange.granted);
      expect(await post()).toMatchObject({ exitCode: 0, stderr: '' });
      expect(await filesBelow(job.temp)).toEqual({});
    });
  },
);
