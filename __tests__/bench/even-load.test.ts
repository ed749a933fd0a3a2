import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { sendEvenly } from '../../bench/exchange/even-load.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const bodies = (count: number) => Array.from({ length: count }, (_, index) => `n=${index}`);

test('requests come one by one at their time, not in bursts', async () => {
  const arrivals: number[] = [];
  const url = await listen((_, response) => {
    arrivals.push(performance.now());
    response.end();
  });
  const start = performance.now();
  await sendEvenly({ url, bodies: bodies(20), connections: 8 }, 100);
  expect(arrivals).toHaveLength(20);
  // None is early; how late one is says something about the machine only.
  arrivals.forEach((time, index) => {
    expect(time - start).toBeGreaterThanOrEqual(index * 10 - 1);
  });
});

test('a stall counts for every request that was due meanwhile, not only for the one in flight', async () => {
  let stalled: Promise<void> | undefined;
  const url = await listen((_, response) => {
    stalled ??= new Promise((resolve) => setTimeout(resolve, 400));
    void stalled.then(() => response.end());
  });
  const { p50 } = await sendEvenly({ url, bodies: bodies(30), connections: 1 }, 100);
  expect(p50).toBeGreaterThan(100);
});

test('an answer that is no success ends the measurement', async () => {
  const url = await listen((_, response) => {
    response.writeHead(400).end('no');
  });
  const sent = sendEvenly({ url, bodies: bodies(3), connections: 2 }, 1000);
  await expect(sent).rejects.toThrow('400 no');
});
