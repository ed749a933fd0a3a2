import { messageOf } from './one-line.ts';

/** What went wrong below HTTP, in the words that the failure's text and code are chosen by. */
export type FaultKind = 'unreachable' | 'untrusted' | 'timeout' | 'truncated' | 'too_large';

export class NetworkFault extends Error {
  override readonly name = 'NetworkFault';
  readonly kind: FaultKind;

  constructor(kind: FaultKind, seen: string, cause?: unknown) {
    super(seen, { cause });
    this.kind = kind;
  }

  /** Certificates and the size of answers do not change from one try to the next. */
  get final(): boolean {
    return this.kind === 'untrusted' || this.kind === 'too_large';
  }
}

/** How people say what Node's error codes mean. */
const SEEN: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name does not resolve (DNS answered ENOTFOUND)',
  EAI_AGAIN: 'the DNS server did not answer (EAI_AGAIN)',
  ECONNREFUSED: 'the connection was refused (ECONNREFUSED): nothing listens there',
  ECONNRESET: 'the connection was reset before an answer came (ECONNRESET)',
  EPIPE: 'the connection was closed while the request was being sent (EPIPE)',
  ETIMEDOUT: 'the connection could not be established in time (ETIMEDOUT)',
  EHOSTUNREACH: 'there is no route to the host (EHOSTUNREACH)',
  ENETUNREACH: 'there is no route to the network (ENETUNREACH)',
};

/** OpenSSL's verdicts on a certificate; none of them passes by trying again. */
const UNTRUSTED =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH)/;

export function faultOf(error: unknown): NetworkFault {
  if (error instanceof NetworkFault) return error;
  const { code, message } = describe(error);
  // The tunnel through a proxy reports everything as ECONNRESET; its message tells more.
  if (message.startsWith('tunneling socket could not be established'))
    return new NetworkFault('unreachable', `the proxy opened no tunnel (${message})`, error);
  if (UNTRUSTED.test(code))
    return new NetworkFault('untrusted', `its certificate was not accepted (${code})`, error);
  return new NetworkFault('unreachable', SEEN[code] ?? `${message} (${code})`, error);
}

function describe(error: unknown): { code: string; message: string } {
  const message = messageOf(error);
  if (!(error instanceof Error)) return { code: 'unknown', message };
  return { code: 'code' in error ? String(error.code) : error.name, message };
}
