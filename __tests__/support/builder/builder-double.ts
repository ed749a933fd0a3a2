import { once } from 'node:events';
import { performServerHandshake } from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';

export interface Endpoint {
  /** `tcp://host:port`. */
  endpoint: string;
  /** Connections so far. */
  connections(): number;
  close(): Promise<void>;
}

/** As much of BuildKit as a client sees before its first call: HTTP/2 behind TLS with client certificates. */
export interface BuilderDouble extends Endpoint {
  /** SAN of the clients that were admitted. */
  readonly admitted: readonly string[];
}

export type BuilderOptions = Pick<
  TlsOptions,
  'cert' | 'key' | 'ca' | 'maxVersion' | 'ALPNProtocols'
>;

/**
 * `ca`: the builder authorities, `--tlscacert` of buildkitd. As BuildKit's, the server takes whoever
 * offers `h2` by ALPN, and whoever offers nothing; that of node:http2 turns away the latter.
 */
export async function startBuilder(options: BuilderOptions, port = 0): Promise<BuilderDouble> {
  const admitted: string[] = [];
  const server = createServer(
    { ALPNProtocols: ['h2'], ...options, requestCert: true, rejectUnauthorized: true },
    (socket) => {
      admitted.push(socket.getPeerCertificate().subjectaltname ?? '');
      const session = performServerHandshake(socket);
      session.on('error', () => session.destroy());
    },
  );
  return { ...(await listenAsEndpoint(server, port)), admitted };
}

/** Whatever else may stand where a builder should. */
export async function listenAsEndpoint(server: Server, port = 0): Promise<Endpoint> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    // Clients that go away are part of the scenarios.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    endpoint: `tcp://127.0.0.1:${address.port}`,
    connections: () => connections,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
