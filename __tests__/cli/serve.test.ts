import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { CommandLine } from './command-line.ts';

// Each command is a process of its own, and the machine may be busy.
jest.setTimeout(120_000);

let dockpass: CommandLine;
beforeAll(async () => {
  dockpass = await CommandLine.open();
});
afterAll(() => dockpass.remove());

test('a port that is taken is named, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { exitCode, stderr } = await dockpass.spawn(['serve'], '', { PORT: String(port) });
  other.close();
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    `dockpass: cannot listen on 127.0.0.1 port ${port} (EADDRINUSE); end what listens there, or change HOST and PORT\n`,
  );
});

test('a host that is none of this machine is named, with what to set', async () => {
  const url = 'https://dockpass.example.com';
  const env = { HOST: 'nowhere.invalid', DOCKPASS_URL: url };
  const { exitCode, stderr } = await dockpass.spawn(['serve'], '', env);
  expect([exitCode, stderr]).toEqual([
    1,
    expect.stringMatching(
      /^dockpass: cannot listen on nowhere\.invalid: .* set HOST to an address/,
    ),
  ]);
});

test('every fault of the configuration stops the start, each on a line', async () => {
  const { exitCode, stderr } = await dockpass.spawn(['serve'], '', {
    DOCKPASS_URL: 'http://dockpass.example.com',
    DOCKPASS_MAX_LIFETIME: 'forever',
  });
  expect(exitCode).toBe(1);
  const lines = stderr.trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ', 2).join(' '))).toEqual([
    'dockpass: DOCKPASS_URL',
    'dockpass: DOCKPASS_MAX_LIFETIME',
  ]);
});
