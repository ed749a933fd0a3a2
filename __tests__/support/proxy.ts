import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createProxy } from 'proxy';
import { type Loopback, listen, type TlsIdentity } from './loopback.ts';

/** An HTTP proxy that really forwards, and remembers what it was asked for. */
export interface RecordingProxy extends Loopback {
  /** `CONNECT host:port` and `GET http://…`, in the order of arrival. */
  readonly requests: readonly string[];
  /** Demands `user:password` from now on (RFC 9110 section 11.7). */
  demand(credentials: string): void;
}

/**
 * Resolves every host name to loopback: clients bypass proxies for loopback addresses, so a test
 * names a host that only the proxy can reach. With `tls`, the proxy itself speaks https.
 */
export async function startProxy(tls?: TlsIdentity): Promise<RecordingProxy> {
  const requests: string[] = [];
  const proxy = createProxy(tls && createTlsServer(tls));
  proxy.prependListener('connect', (request: IncomingMessage) => {
    requests.push(`CONNECT ${request.url}`);
    request.url = `127.0.0.1:${request.url?.split(':').at(-1)}`;
  });
  proxy.prependListener('request', (request: IncomingMessage) => {
    requests.push(`${request.method} ${request.url}`);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    url.hostname = '127.0.0.1';
    request.url = url.href;
  });
  const server = await listen(proxy, tls && 'https');
  const tunnels = new Set<{ destroy(): void }>();
  proxy.on('connection', (socket) => {
    tunnels.add(socket);
    socket.once('close', () => tunnels.delete(socket));
  });
  return {
    ...server,
    requests,
    demand(credentials) {
      const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
      proxy.authenticate = (request) => request.headers['proxy-authorization'] === expected;
    },
    // A tunnel is no longer a connection of the HTTP server: closing that leaves it open.
    close() {
      for (const tunnel of tunnels) tunnel.destroy();
      return server.close();
    },
  };
}

/** A proxy that opens no tunnel and says so with `status`; without one it says nothing at all. */
export async function startRefusingProxy(status?: number): Promise<Omit<RecordingProxy, 'demand'>> {
  const requests: string[] = [];
  const server = createServer();
  server.on('connect', ({ url }, socket) => {
    requests.push(`CONNECT ${url}`);
    if (status) socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    else socket.resume().once('end', () => socket.end());
  });
  return { ...(await listen(server)), requests };
}
