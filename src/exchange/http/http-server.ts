import {
  createServer,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * What a client may cost us. A request is a token and a few parameters: it arrives in one go, or
 * somebody is holding the connection open (slowloris).
 */
export const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  // Longer than the 60 s that load balancers keep idle connections, so that it is never us who close
  // one in the moment in which they send a request.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2000,
} satisfies ServerOptions;

export interface HttpServer {
  address: AddressInfo;
  /** Requests that come before this wait for it. */
  answerWith(listener: (...request: Parameters<RequestListener>) => unknown): void;
  /**
   * From now on each answer ends its connection (RFC 9112 section 9.6): whoever keeps connections for
   * later must not send a request on one in the moment in which it goes. Until `drained` resolves new
   * ones are taken, for those who have not been told yet that we are going. Then takes no more, lets
   * requests in flight finish for `grace` seconds, and cuts off what is left. True if nothing was.
   */
  close(grace: number, drained?: Promise<unknown>): Promise<boolean>;
}

/** Listens at once; rejects if it cannot, as when the port is taken. */
export async function listen(
  { host, port }: { host: string; port: number },
  limits: ServerOptions = LIMITS,
): Promise<HttpServer> {
  const server = createServer(limits);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const endConnections = connectionEnder(server);
  const closeUnused = unusedCloser(server);
  const early: Parameters<RequestListener>[] = [];
  let answer: Parameters<HttpServer['answerWith']>[0] = (...request) => early.push(request);
  server.on('request', (...request) => void answer(...request));
  return {
    address: server.address() as AddressInfo,
    answerWith(listener) {
      answer = listener;
      for (const request of early.splice(0)) listener(...request);
    },
    async close(grace, drained) {
      endConnections();
      await drained;
      return await close(server, grace, closeUnused);
    },
  };
}

/** Has every answer that is not on its way yet, and those to come, end its connection. */
function connectionEnder(server: Server): () => void {
  const inFlight = new Set<ServerResponse>();
  let isEnding = false;
  const endConnection = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  server.on('request', (_, response) => {
    if (isEnding) return endConnection(response);
    inFlight.add(response);
    response.once('close', () => inFlight.delete(response));
  });
  return () => {
    isEnding = true;
    for (const response of inFlight) endConnection(response);
  };
}

/**
 * Closes connections on which nothing was ever sent: browsers open some in advance. To `closeIdleConnections`
 * they are waiting for their first request.
 */
function unusedCloser(server: Server): () => void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
}

/** `Server.close` closes what is idle once; a connection that answers later would be kept alive. */
const IDLE_CHECK_MS = 20;

async function close(server: Server, grace: number, closeUnused: () => void): Promise<boolean> {
  let cutOff = false;
  const idleCheck = setInterval(() => {
    server.closeIdleConnections();
    closeUnused();
  }, IDLE_CHECK_MS);
  const deadline = setTimeout(() => {
    cutOff = true;
    server.closeAllConnections();
  }, grace * 1000);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  clearInterval(idleCheck);
  clearTimeout(deadline);
  return !cutOff;
}
