import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';

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
   * Takes no more connections, lets requests in flight finish for `grace` seconds, and cuts off what
   * is left. True if nothing had to be cut off.
   */
  close(grace: number): Promise<boolean>;
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
  return {
    address: server.address() as AddressInfo,
    answerWith: (listener) => {
      server.on('request', listener);
    },
    close: (grace) => close(server, grace),
  };
}

/** `Server.close` closes what is idle once; a connection that answers later would be kept alive. */
const IDLE_CHECK_MS = 20;

async function close(server: Server, grace: number): Promise<boolean> {
  let cutOff = false;
  const idleCheck = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
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
