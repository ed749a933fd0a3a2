import { expect, test } from '@jest/globals';
import {
  ClosedEarly,
  ProbeFault,
  type Stage,
  TooSlow,
  WantsAlpn,
} from '../../../src/action/builder/probe.ts';
import { verdictOn } from '../../../src/action/builder/verdict.ts';

function verdict(stage: Stage, cause: unknown) {
  const { code, message, details } = verdictOn('tcp://b:1', new ProbeFault(stage, cause), 5_000);
  return { code, message, again: details.retry !== undefined };
}

function failed(code: string): Error {
  return Object.assign(new Error('as it happens'), { code });
}

/** Alerts are numbers on the wire; OpenSSL's words for them have changed once, and may again. */
test.each([
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
  'ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR',
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
])('%s, before and behind the end of the handshake: our certificate is refused', (code) => {
  for (const stage of ['TLS', 'HTTP/2'] as const)
    expect(verdict(stage, failed(code))).toMatchObject({
      code: 'builder_refused_certificate',
      again: false,
    });
});

test.each<[string, Stage, unknown, boolean]>([
  ['builder_unreachable', 'connection', failed('ENOTFOUND'), false],
  ['builder_unreachable', 'connection', failed('EAI_AGAIN'), true],
  ['builder_unreachable', 'connection', failed('ECONNREFUSED'), true],
  ['builder_unreachable', 'TLS', failed('ECONNRESET'), true],
  ['builder_unreachable', 'TLS', new TooSlow(), true],
  ['builder_unreachable', 'TLS', failed('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'), false],
  ['builder_unreachable', 'HTTP/2', new TooSlow(), true],
  ['builder_certificate_untrusted', 'TLS', failed('CERT_NOT_YET_VALID'), false],
  ['builder_certificate_untrusted', 'TLS', failed('DEPTH_ZERO_SELF_SIGNED_CERT'), false],
  ['builder_certificate_untrusted', 'TLS', failed('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), false],
  ['builder_name_mismatch', 'TLS', failed('ERR_SSL_TLSV1_UNRECOGNIZED_NAME'), false],
  ['builder_refused_certificate', 'HTTP/2', new ClosedEarly(), true],
  ['builder_refused_certificate', 'HTTP/2', failed('ECONNRESET'), true],
  ['builder_not_http2', 'TLS', failed('ERR_SSL_WRONG_VERSION_NUMBER'), false],
  ['builder_not_http2', 'TLS', failed('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'), false],
  ['builder_not_http2', 'TLS', failed('ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'), false],
  ['builder_not_http2', 'HTTP/2', failed('ERR_HTTP2_ERROR'), false],
  ['builder_not_http2', 'HTTP/2', new WantsAlpn(), true],
])('%s: without %s, because of %s; tried again: %s', (code, stage, cause, again) => {
  expect(verdict(stage, cause)).toMatchObject({ code, again });
});

test('a sentence with the endpoint, and in one line whatever the builder says', () => {
  const cause = Object.assign(new Error('it says\n::error::no'), { code: 'E_ODD' });

  expect(verdict('TLS', cause).message).toBe(
    'tcp://b:1: it says ::error::no (E_ODD, during the TLS handshake).',
  );
});
