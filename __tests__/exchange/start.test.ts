import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/exchange/config/load-config.ts';
import { startExchange } from '../../src/exchange/main.ts';
import { openStore } from '../../src/exchange/stores/open-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockpass-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  [undefined, [/"url":"http:\/\/127\.0\.0\.1:[0-9]+".*set DOCKPASS_URL to/]],
  ['http://localhost:8080', [/set DOCKPASS_URL to/]],
  ['https://dockpass.example.com', []],
])(
  'an exchange whose URL is %s says if that leads nowhere but to its own machine',
  async (url, warnings) => {
    const lines: string[] = [];
    const database = `sqlite:${folder}/warned.db`;
    const config = loadConfig({ DOCKPASS_URL: url, DOCKPASS_DATABASE: database, PORT: '0' });
    const exchange = await startExchange(config, {
      logTo: { write: (line) => void lines.push(line) },
    });
    await exchange.close();
    const warned = lines.filter((line) => JSON.parse(line).level === 'warn');
    expect(warned).toEqual(warnings.map((pattern) => expect.stringMatching(pattern)));
  },
);

test('an exchange that cannot use its proxy opens no database', async () => {
  const config = loadConfig({ DOCKPASS_DATABASE: `sqlite:${folder}/unopened.db`, PORT: '0' });
  let opened = 0;
  const starting = startExchange(
    { ...config, proxy: { url: 'http://me:%zz@proxy:3128', except: '' } },
    {
      openStore: (database, options) => {
        opened++;
        return openStore(database, options);
      },
    },
  );
  await expect(starting).rejects.toThrow('URI malformed');
  expect(opened).toBe(0);
});

test('an exchange that fails once it listens leaves neither socket nor database open', async () => {
  let port = 0;
  let closed = 0;
  const config = loadConfig({ DOCKPASS_DATABASE: `sqlite:${folder}/dockpass.db`, PORT: '0' });
  const starting = startExchange(config, {
    openStore: async (database, options) => {
      const store = await openStore(database, options);
      return { ...store, close: () => store.close().then(() => void closed++) };
    },
    logTo: {
      write(line) {
        port = JSON.parse(line).port ?? 0;
        if (port > 0) throw new Error('nowhere to write to');
      },
    },
  });
  await expect(starting).rejects.toThrow('nowhere to write to');
  expect(port).toBeGreaterThan(0);
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  expect(closed).toBe(1);
});
