import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';

const HOST = '127.0.0.1';

/** Certificate and private key of a server, PEM. */
export interface TlsIdentity {
  cert: string;
  key: string;
}

/** A listening HTTP server of a test. */
export interface Loopback {
  /** Base URL without a trailing slash. */
  url: string;
  port: number;
  /** Ends every connection at once, answered or not. */
  close(): Promise<void>;
}

/** Listens on a free loopback port; with `tls`, speaks https. */
export async function serve(handler: RequestListener, tls?: TlsIdentity): Promise<Loopback> {
  return listen(tls ? createTlsServer(tls, handler) : createServer(handler), tls && 'https');
}

/** As `serve`, for a server that is wired already. */
export async function listen(server: Server, scheme = 'http'): Promise<Loopback> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening on TCP.');
  const { port } = address;
  return {
    url: `${scheme}://${HOST}:${port}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A base URL whose port was just given back, so that connections to it are refused. */
export async function refusedUrl(): Promise<string> {
  const server = await serve(() => {});
  await server.close();
  return server.url;
}

/**
 * A free port for a server of another process, which must be known before it starts. Port 0 will not
 * do: until the server listens, and while it restarts, any connection of this machine could take such
 * a port as its own; below the ephemeral range none does.
 */
export async function quietPort(): Promise<number> {
  const port = randomInt(20_000, 32_000);
  const probe = createTcpServer().listen(port, HOST);
  try {
    await once(probe, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return quietPort();
    throw error;
  }
  probe.close();
  await once(probe, 'close');
  return port;
}
