import { messageOf } from '../failure/one-line.ts';
import { readRegularFile } from '../system/regular-file.ts';
import { NetworkFault } from './network-fault.ts';
import { isTransient } from './retry.ts';

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

/** What a server does not speak where that was begun. OpenSSL's words, or the parser's, may be all. */
const NOT_SPOKEN = [
  ['HTTPS', /wrong[_ ]version[_ ]number|packet[_ ]length[_ ]too[_ ]long|http[_ ]request/i],
  ['HTTP', /HPE_INVALID_CONSTANT|Expected HTTP/i],
] as const;

/** tunnel tells all that goes wrong with a proxy as ECONNRESET; what happened is in the message. */
const TUNNEL = /^tunneling socket could not be established, (?:statusCode=([0-9]+)|cause=(.*))$/s;

/**
 * `proxy` names the one on the way, if there is one, without its login; `authorities` is the file
 * whose certificates are trusted beside Node's own.
 */
export function faultOf(error: unknown, proxy = 'the proxy', authorities?: string): NetworkFault {
  if (error instanceof NetworkFault) return error;
  const [, status, cause] = TUNNEL.exec(messageOf(error)) ?? [];
  if (status) return refusedByProxy(proxy, Number(status));
  if (cause !== undefined) return unreachableProxy(proxy, cause);
  const code = codeOf(error);
  if (UNTRUSTED.test(code)) {
    const seen = `its certificate was not accepted (${code})${faultIn(authorities)}`;
    return new NetworkFault('untrusted', seen, { cause: error });
  }
  const [protocol] =
    NOT_SPOKEN.find(([, words]) => words.test(`${code} ${messageOf(error)}`)) ?? [];
  if (protocol) {
    const seen = `what answers there does not speak ${protocol} (${code})`;
    return new NetworkFault('unreachable', seen, { cause: error, final: true });
  }
  return new NetworkFault('unreachable', `${inWords(error)} (${code})`, { cause: error });
}

/** What fails on the way to a proxy is not the fault of whoever is behind it. */
function unreachableProxy(label: string, cause: string): NetworkFault {
  const untrusted = /certificate/i.test(cause);
  const code = /\bE[A-Z]{3,}\b/.exec(cause)?.[0] ?? 'ECONNRESET';
  const { message, final } = untrusted
    ? new NetworkFault('untrusted', `its certificate was not accepted (${cause})`)
    : faultOf(Object.assign(new Error(cause), { code }));
  return new NetworkFault('proxy_unreachable', `${label} can't be reached: ${message}`, { final });
}

/** `label` is a proxy without its credentials. A gateway's 5xx is about what lies behind it. */
export function refusedByProxy(label: string, status: number): NetworkFault {
  if (isTransient(status))
    return new NetworkFault('unreachable', `${label} could not connect to it (HTTP ${status})`);
  const why = status === 407 ? 'demands a login, or does not accept the one it got' : 'refused';
  return new NetworkFault('proxy_refused', `${label} ${why} (HTTP ${status})`);
}

/** Bundles of whole systems have a quarter of it. */
const MAX_AUTHORITIES_BYTES = 1024 * 1024;

/** Node only warns of a file that it can't use, on a stream that nobody looks at. */
function faultIn(path: string | undefined): string {
  if (!path) return '';
  try {
    const { text } = readRegularFile(path, MAX_AUTHORITIES_BYTES);
    return text.includes('-----BEGIN') ? '' : `; ${EXTRA} holds no certificate`;
  } catch (error) {
    return `; ${EXTRA} can't be read (${messageOf(error)})`;
  }
}

const EXTRA = 'the file that NODE_EXTRA_CA_CERTS names';
