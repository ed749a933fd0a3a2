import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { SendLimits } from '../system/port.ts';

/** A builder, and what a client shows it and expects of it. All PEM. */
export interface ProbeTarget {
  host: string;
  port: number;
  serverName: string;
  serverCa: string;
  certificate: string;
  privateKey: string;
  /** What is offered by ALPN (RFC 7301); absent: nothing is, as by buildx. */
  protocols?: string[];
}

/** How far it had come: no connection, no TLS, or no HTTP/2. */
export type Stage = 'connection' | 'TLS' | 'HTTP/2';

export class ProbeFault extends Error {
  override readonly name = 'ProbeFault';
  readonly stage: Stage;

  constructor(stage: Stage, cause: unknown) {
    super(`the builder was not reached: no ${stage}`, { cause });
    this.stage = stage;
  }
}

/** What ends a try that took too long. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** What was no use to buildx would have been one to a client that offers HTTP/2 by ALPN. */
export class WantsAlpn extends Error {
  override readonly name = 'WantsAlpn';
}

/** A server closed the connection without a word. */
export class ClosedEarly extends Error {
  override readonly name = 'ClosedEarly';
}

export type Probe = (target: ProbeTarget, limits: SendLimits) => Promise<void>;

/**
 * Opens the connection that buildx is going to open, without a proxy as it does, up to the server's
 * SETTINGS (RFC 9113 section 3.4): in TLS 1.3 a server refuses a client's certificate only after the
 * client's part of the handshake is over. Throws a ProbeFault, or the reason of `unless`.
 */
export const probe: Probe = async (target, { within, unless }) => {
  const timeLimit = AbortSignal.timeout(Math.ceil(within) + 1);
  const signal = unless ? AbortSignal.any([unless, timeLimit]) : timeLimit;
  const progress: { stage: Stage } = { stage: 'connection' };
  const socket = openTls(target);
  socket.once('connect', () => {
    progress.stage = 'TLS';
  });
  try {
    await once(socket, 'secureConnect', { signal });
    progress.stage = 'HTTP/2';
    await settings(socket, signal);
  } catch (error) {
    if (unless?.aborted) throw unless.reason;
    throw new ProbeFault(progress.stage, signal.aborted ? new TooSlow() : error);
  } finally {
    socket.destroy();
  }
};

function openTls({ host, port, serverName, protocols, ...pem }: ProbeTarget): TLSSocket {
  const socket = connect({
    host,
    port,
    // RFC 6066 section 3: addresses are not sent.
    servername: isIP(serverName) ? '' : serverName,
    checkServerIdentity: (_, certificate) => nameFault(serverName, certificate),
    ca: pem.serverCa,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says, which buildx does not know.
    rejectUnauthorized: true,
    // Go, and so buildx, takes any certificate of the bundle as an anchor, not only roots.
    allowPartialTrustChain: true,
    cert: pem.certificate,
    key: pem.privateKey,
    ...(protocols && { ALPNProtocols: protocols }),
  });
  // Whatever comes after the verdict.
  socket.on('error', () => undefined);
  return socket;
}

/** Go never looks at the subject's common name, as Node does where there is no DNS name. */
function nameFault(serverName: string, certificate: PeerCertificate): Error | undefined {
  return checkServerIdentity(serverName, { ...certificate, subject: {} });
}

/** Milliseconds. */
const LISTENING = 1_000;

async function settings(socket: TLSSocket, signal: AbortSignal): Promise<void> {
  await firstWord(socket, signal);
  const session = connectHttp2('https://builder', { createConnection: () => socket });
  await new Promise<void>((resolve, reject) => {
    session.once('remoteSettings', () => resolve());
    session.once('error', reject);
    session.once('close', () => reject(new ClosedEarly()));
    signal.addEventListener('abort', () => session.destroy(), { once: true });
  });
}

/**
 * BuildKit speaks first, be it SETTINGS or an alert. Whoever writes to a server that has just refused
 * it may get a reset instead of the alert that says why; whoever never writes waits for ever for
 * servers that speak second.
 */
async function firstWord(socket: TLSSocket, signal: AbortSignal): Promise<void> {
  const heard = new AbortController();
  const both = AbortSignal.any([signal, heard.signal]);
  try {
    await Promise.race([
      once(socket, 'readable', { signal: both }),
      once(socket, 'end', { signal: both }),
      sleep(LISTENING, undefined, { signal: both }),
    ]);
  } finally {
    heard.abort();
  }
}
