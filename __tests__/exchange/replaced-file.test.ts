import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PATHS } from '../../src/protocol/token-exchange.ts';
import { services } from './service.ts';

const start = services();

async function startExchange() {
  const service = await start();
  const path = join(service.folder, 'dockpass.db');
  const readiness = async () => (await fetch(`${service.url}/readyz`)).status;
  expect((await service.exchange()).status).toBe(200);
  expect(await readiness()).toBe(200);
  return { ...service, path, readiness };
}

test.each<[string, (path: string) => void]>([
  ['deleted', (path) => rmSync(path)],
  ['moved away', (path) => renameSync(path, `${path}.old`)],
  [
    'replaced by a copy, as by a restore',
    (path) => {
      copyFileSync(path, `${path}.restored`);
      renameSync(`${path}.restored`, path);
    },
  ],
  ['left without its -wal', (path) => rmSync(`${path}-wal`)],
  ['left without its -shm', (path) => rmSync(`${path}-shm`)],
])('an exchange whose database was %s grants nothing more', async (_, replace) => {
  const { url, path, exchange, buildToken, post, readiness, log } = await startExchange();
  const token = await buildToken();
  replace(path);
  const refused = await exchange();
  expect(refused).toMatchObject({ status: 503, body: { reason: 'store_unavailable' } });
  expect(refused.headers.get('retry-after')).not.toBeNull();
  expect((await post(PATHS.revoke, new URLSearchParams({ token }))).status).toBe(503);
  expect(await readiness()).toBe(503);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(log.join('')).toContain('the database file was replaced');
});

test('readiness alone notices, and a file that is moved back is used again', async () => {
  const { path, exchange, readiness } = await startExchange();
  const files = ['', '-wal', '-shm'].map((ending) => path + ending);
  for (const file of files) renameSync(file, `${file}.elsewhere`);
  // A commit of just now still counts for a moment.
  while ((await readiness()) === 200);
  expect(await readiness()).toBe(503);
  for (const file of files) renameSync(`${file}.elsewhere`, file);
  expect(await readiness()).toBe(200);
  expect((await exchange()).status).toBe(200);
});
