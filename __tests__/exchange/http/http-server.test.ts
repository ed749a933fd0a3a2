import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type HttpServer, LIMITS, listen } from '../../../src/exchange/http/http-server.ts';

const REQUEST = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const LOOPBACK = { host: '127.0.0.1', port: 0 };
const servers: HttpServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close(0)));
});

async function start(limits = {}): Promise<HttpServer> {
  const server = await listen(LOOPBACK, { ...LIMITS, ...limits });
  servers.push(server);
  return server;
}

describe('a slowloris', () => {
  test('that never ends its headers is let go', async () => {
    const server = await start({ headersTimeout: 50, connectionsCheckingInterval: 20 });
    const socket = connect(server.address.port, '127.0.0.1');
    socket.write('POST /oauth/token HTTP/1.1\r\nhost: x\r\nx-slow:');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('that never ends its body is let go', async () => {
    const server = await start({
      headersTimeout: 50,
      requestTimeout: 100,
      connectionsCheckingInterval: 20,
    });
    server.answerWith((request) => request.resume());
    const socket = connect(server.address.port, '127.0.0.1');
    socket.write('POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nslow');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
  });
});

test('a request that comes before anything can be answered waits for that', async () => {
  const server = await start();
  const signal = AbortSignal.timeout(5000);
  const answer = fetch(`http://127.0.0.1:${server.address.port}/`, { signal });
  const socket = connect(server.address.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(REQUEST);
  await delay(100);
  server.answerWith((_request, response) => response.end('at last'));
  expect(await (await answer).text()).toBe('at last');
  expect(String(await once(socket, 'data'))).toContain('at last');
  socket.destroy();
});

describe('closing', () => {
  test('lets a request in flight finish, then ends its connection', async () => {
    const server = await start();
    const inFlight = Promise.withResolvers<() => void>();
    server.answerWith((_request, response) =>
      inFlight.resolve(() => response.end('finished after all')),
    );
    const answer = fetch(`http://127.0.0.1:${server.address.port}/`);
    const finish = await inFlight.promise;
    const closed = server.close(60);
    await expect(fetch(`http://127.0.0.1:${server.address.port}/`)).rejects.toThrow();
    finish();
    expect(await (await answer).text()).toBe('finished after all');
    expect(await closed).toBe(true);
    expect((await answer).headers.get('connection')).toBe('close');
  });

  test('takes who does not know of it yet for as long as the drain, and keeps none of them', async () => {
    const server = await start();
    server.answerWith((_request, response) => response.end('answered'));
    const { port } = server.address;
    const kept = connect(port, '127.0.0.1');
    kept.write(REQUEST);
    const [first] = await once(kept, 'data');
    expect(String(first)).toMatch(/^HTTP\/1\.1 200 .*\r\nConnection: keep-alive\r\n/s);

    const drained = Promise.withResolvers<void>();
    const closed = server.close(60, drained.promise);
    const fresh = connect(port, '127.0.0.1');
    for (const socket of [kept, fresh]) {
      socket.write(REQUEST);
      // Ends with the connection.
      expect(await text(socket)).toMatch(
        /^HTTP\/1\.1 200 .*\r\nconnection: close\r\n.*answered$/is,
      );
    }
    drained.resolve();
    expect(await closed).toBe(true);
    await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED');
  });

  test('does not wait for a connection that is idle', async () => {
    const server = await start();
    server.answerWith((_request, response) => response.end('answered'));
    const idle = connect(server.address.port, '127.0.0.1');
    idle.write(REQUEST);
    await once(idle, 'data');
    expect(await server.close(60)).toBe(true);
  });

  test('does not wait for a connection on which nothing was sent yet', async () => {
    const server = await start();
    const unused = connect(server.address.port, '127.0.0.1');
    await once(unused, 'connect');
    expect(await server.close(5)).toBe(true);
  });

  test('cuts off what is still in flight when the grace is over', async () => {
    const server = await start();
    const arrived = Promise.withResolvers<void>();
    server.answerWith(() => arrived.resolve());
    const answer = fetch(`http://127.0.0.1:${server.address.port}/`);
    answer.catch(() => {});
    await arrived.promise;
    expect(await server.close(0.05)).toBe(false);
    await expect(answer).rejects.toThrow();
  });
});

test('a port that is taken is an error, not a server that nobody reaches', async () => {
  const { address } = await start();
  await expect(listen({ host: '127.0.0.1', port: address.port })).rejects.toThrow('EADDRINUSE');
});
