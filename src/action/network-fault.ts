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

const IN_WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name does not resolve',
  EAI_AGAIN: 'the DNS server did not answer',
  ECONNREFUSED: 'the connection was refused, nothing listens there',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection could not be established in time',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
};

/** What an error below HTTP means, as people say it; Node's own words for any that has no entry. */
export function inWords(error: unknown): string {
  return IN_WORDS[codeOf(error)] ?? messageOf(error);
}

/** Node's or OpenSSL's; the name of an error that has none. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? String(error.code) : error.name;
}

/** OpenSSL's verdicts on a certificate; none of them passes by trying again. */
const UNTRUSTED =
  /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH)/;

export function faultOf(error: unknown): NetworkFault {
  if (error instanceof NetworkFault) return error;
  const code = codeOf(error);
  const message = messageOf(error);
  // The tunnel through a proxy reports everything as ECONNRESET; its message tells more.
  if (message.startsWith('tunneling socket could not be established'))
    return new NetworkFault('unreachable', `the proxy opened no tunnel (${message})`, error);
  if (UNTRUSTED.test(code))
    return new NetworkFault('untrusted', `its certificate was not accepted (${code})`, error);
  return new NetworkFault('unreachable', `${inWords(error)} (${code})`, error);
}
