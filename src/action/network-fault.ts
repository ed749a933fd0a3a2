import { messageOf } from './one-line.ts';
import { isTransient } from './retry.ts';

/** What went wrong below HTTP, in the words that the failure's text and code are chosen by. */
export type FaultKind =
  | 'unreachable'
  | 'untrusted'
  | 'timeout'
  | 'truncated'
  | 'too_large'
  | ProxyFaultKind;

/** On the way to whoever was asked; their messages name the proxy, or the variable that should. */
export const PROXY_FAULTS = ['proxy_invalid', 'proxy_unreachable', 'proxy_refused'] as const;

export type ProxyFaultKind = (typeof PROXY_FAULTS)[number];

interface FaultDetails {
  cause?: unknown;
  /** Another try would end in the same way. */
  final?: boolean;
  /** As much of the answer's body as had come. */
  received?: string;
}

/** None of these passes by itself. */
const FINAL: readonly FaultKind[] = ['untrusted', 'too_large', 'proxy_invalid', 'proxy_refused'];

export class NetworkFault extends Error {
  override readonly name = 'NetworkFault';
  readonly kind: FaultKind;
  readonly final: boolean;
  readonly received: string;

  constructor(kind: FaultKind, seen: string, details: FaultDetails = {}) {
    super(seen, { cause: details.cause });
    this.kind = kind;
    this.final = details.final ?? FINAL.includes(kind);
    this.received = details.received ?? '';
  }

  /** The same fault with more known about it. */
  with({ seen = this.message, received = this.received }: { seen?: string; received?: string }) {
    const { kind, cause, final } = this;
    return new NetworkFault(kind, seen, { cause, final, received });
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

/** A server without TLS where TLS was begun, or the other way round. OpenSSL's words may be all. */
const NO_TLS =
  /wrong[_ ]version[_ ]number|packet[_ ]length[_ ]too[_ ]long|http[_ ]request|HPE_INVALID_CONSTANT/i;

export function faultOf(error: unknown): NetworkFault {
  if (error instanceof NetworkFault) return error;
  const code = codeOf(error);
  if (UNTRUSTED.test(code))
    return new NetworkFault('untrusted', `its certificate was not accepted (${code})`, {
      cause: error,
    });
  if (NO_TLS.test(`${code} ${messageOf(error)}`))
    return new NetworkFault('unreachable', `what answers there does not speak HTTPS (${code})`, {
      cause: error,
      final: true,
    });
  return new NetworkFault('unreachable', `${inWords(error)} (${code})`, { cause: error });
}

/** `label` is a proxy without its credentials. A gateway's 5xx is about what lies behind it. */
export function refusedByProxy(label: string, status: number): NetworkFault {
  if (isTransient(status))
    return new NetworkFault('unreachable', `${label} could not connect to it (HTTP ${status})`);
  const why = status === 407 ? 'demands a login, or does not accept the one it got' : 'refused';
  return new NetworkFault('proxy_refused', `${label} ${why} (HTTP ${status})`);
}
