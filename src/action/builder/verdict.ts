import { codeOf, inWords } from '../exchange/network-error.ts';
import { NetworkFault } from '../exchange/network-fault.ts';
import { TRANSIENT } from '../exchange/retry.ts';
import type { OwnCode } from '../failure/error-codes.ts';
import { Failure, type Retry } from '../failure/failure.ts';
import { messageOf } from '../failure/one-line.ts';
import { ClosedEarly, type ProbeFault, TooSlow, WantsAlpn } from './probe.ts';

interface Verdict {
  code: OwnCode;
  /** Ends the sentence that the endpoint begins. */
  seen: string;
  retry?: Retry;
}

/** What keeps buildx from this builder, in words; buildx itself would say "deadline exceeded". */
export function verdictOn(endpoint: string, fault: ProbeFault, within: number): Failure {
  const { code, seen, retry } = judge(fault, within);
  const cause =
    fault.cause instanceof TooSlow ? new NetworkFault('timeout', seen, { cause: fault }) : fault;
  return new Failure(code, `${endpoint}: ${seen}.`, { ...(retry && { retry }), cause });
}

function judge(fault: ProbeFault, within: number): Verdict {
  const { stage, cause } = fault;
  if (cause instanceof TooSlow) return tooSlow(fault, within);
  if (cause instanceof WantsAlpn) return { ...WANTS_ALPN, retry: RESTARTING };
  const code = codeOf(cause);
  const known = ALWAYS.find(({ pattern }) => pattern.test(code));
  if (known) return { code: known.code, seen: `${known.seen} (${detailOf(cause, code)})` };
  if (stage === 'HTTP/2') return afterTls(cause, code);
  const during = stage === 'TLS' ? ', during the TLS handshake' : '';
  const seen = `${inWords(cause)} (${code}${during})`;
  return { code: 'builder_unreachable', seen, ...(PASSING.test(code) && { retry: TRANSIENT }) };
}

const WANTS_ALPN: Verdict = {
  code: 'builder_not_http2',
  seen: 'it speaks HTTP/2 only with clients that offer it by ALPN, which buildx does not',
};

/** OpenSSL's reasons and Node's codes that mean the same wherever they come. */
const ALWAYS: readonly (Verdict & { pattern: RegExp })[] = [
  {
    // The TLS alerts of RFC 8446 section 6.2 about a client's certificate, and handshake_failure,
    // which is what TLS 1.2 has for a missing one.
    pattern:
      /ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR|HANDSHAKE_FAILURE)$/,
    code: 'builder_refused_certificate',
    seen: "it ended the handshake with a TLS alert about this job's certificate",
  },
  {
    pattern: /ALTNAME_INVALID$/,
    code: 'builder_name_mismatch',
    seen: 'its certificate does not have the name that the builder settings tell',
  },
  {
    pattern: /UNRECOGNIZED_NAME$/,
    code: 'builder_name_mismatch',
    seen: 'it has no certificate for the name that the builder settings tell',
  },
  {
    pattern: /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/,
    code: 'builder_certificate_untrusted',
    seen: 'its certificate, or its authority, is not in force at this time',
  },
  {
    pattern:
      /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/,
    code: 'builder_certificate_untrusted',
    seen: 'its certificate was not signed by an authority in the builder settings',
  },
  {
    pattern:
      /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|HTTPS_PROXY_REQUEST)$/,
    code: 'builder_not_http2',
    seen: 'it does not speak TLS',
  },
  {
    // RFC 7301 section 3.2; nothing had been offered.
    pattern: /NO_APPLICATION_PROTOCOL$/,
    ...WANTS_ALPN,
  },
  {
    pattern: /PROTOCOL_VERSION$/,
    code: 'builder_not_http2',
    seen: 'it speaks no version of TLS that is safe',
  },
  {
    pattern: /^ERR_HTTP2_/,
    code: 'builder_not_http2',
    seen: 'it speaks TLS, but what it answers is not HTTP/2',
  },
];

/** What a person can do nothing with but wait for is tried again. */
const PASSING = /^(?:EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** A builder that restarts closes connections, too, but not in three tries. */
const RESTARTING: Retry = { ...TRANSIENT, tries: 3 };

/** Not every server sends the alert; HTTP/2 begins with the server's SETTINGS, never with an end. */
function afterTls(cause: unknown, code: string): Verdict {
  if (!(cause instanceof ClosedEarly) && !PASSING.test(code))
    return { code: 'builder_not_http2', seen: `TLS held, then came ${messageOf(cause)} (${code})` };
  return {
    code: 'builder_refused_certificate',
    seen: 'it closed the connection without a word as soon as it had seen the certificate of this job',
    retry: RESTARTING,
  };
}

function tooSlow({ stage }: ProbeFault, within: number): Verdict {
  const time = `within ${(within / 1000).toFixed(1)} s`;
  const seen = {
    connection: `no connection came about ${time}`,
    TLS: `it accepted the connection, but no TLS handshake came about ${time}`,
    'HTTP/2': `TLS came about, but no HTTP/2 SETTINGS came ${time}`,
  }[stage];
  return { code: 'builder_unreachable', seen, retry: TRANSIENT };
}

/** Node's sentence about a name says which names there are; of OpenSSL's, the code is the gist. */
function detailOf(cause: unknown, code: string): string {
  return code.startsWith('ERR_TLS_') ? `${messageOf(cause)}, ${code}` : code;
}
