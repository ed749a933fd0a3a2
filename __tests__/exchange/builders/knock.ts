import { once } from 'node:events';
import { connect } from 'node:tls';
import type { BuilderPki, JobPem } from './builder-pki.ts';

/** Milliseconds. */
const HANGS_AFTER = 20_000;

/** Node's servers hang up without an alert. */
export const CLOSED = 'CLOSED';

/** TLS alerts about a client's certificate (RFC 8446 section 6.2), as OpenSSL calls them. */
export const REFUSAL = /_ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA)$/;

/**
 * Waits for the daemon's first word: null if that is no error, else its code. Unlike Go's clients, Node
 * also shows a certificate from an authority that the daemon does not ask for.
 */
export async function knock(
  { serverCa }: Pick<BuilderPki, 'serverCa'>,
  endpoint: string,
  protocol: 'h2' | 'http/1.1',
  pem?: JobPem,
): Promise<string | null> {
  const { hostname: host, port } = new URL(endpoint);
  const shown = pem && { cert: pem.certificate, key: pem.privateKey };
  const ALPNProtocols = [protocol];
  const socket = connect({ host, port: Number(port), ca: serverCa, ALPNProtocols, ...shown });
  try {
    const signal = AbortSignal.timeout(HANGS_AFTER);
    return await Promise.race([
      once(socket, 'data', { signal }).then(() => null),
      once(socket, 'close', { signal }).then(() => CLOSED),
    ]);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  } finally {
    socket.destroy();
  }
}
