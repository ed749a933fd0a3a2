import { expect, test } from '@jest/globals';
import { faultOf, refusedByProxy } from '../../../src/action/exchange/network-error.ts';
import { NetworkFault } from '../../../src/action/exchange/network-fault.ts';

const failed = (code: string, message = code) => Object.assign(new Error(message), { code });

test.each([
  ['ENOTFOUND', /does not resolve/],
  ['ECONNREFUSED', /nothing listens/],
  ['ECONNRESET', /reset/],
  ['EHOSTUNREACH', /no route/],
  ['EPROTO', /EPROTO/],
])('%s is unreachable, in words', (code, words) => {
  const fault = faultOf(failed(code));
  expect(fault).toMatchObject({ kind: 'unreachable', final: false });
  expect(fault.message).toMatch(words);
  expect(fault.message).toContain(code);
});

test.each([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('%s is a certificate that no second try makes good', (code) => {
  expect(faultOf(failed(code))).toMatchObject({ kind: 'untrusted', final: true });
});

test.each([
  ['ERR_SSL_WRONG_VERSION_NUMBER', ''],
  ['EPROTO', 'write EPROTO C0FFEE:error:0A00010B:SSL routines::wrong version number:x.c:77:'],
  ['HPE_INVALID_CONSTANT', 'Parse Error: Expected HTTP/'],
])('%s is another protocol, which no second try changes', (code, message) => {
  expect(faultOf(failed(code, message))).toMatchObject({ kind: 'unreachable', final: true });
});

test.each([
  [407, 'proxy_refused', true],
  [403, 'proxy_refused', true],
  [429, 'unreachable', false],
  [504, 'unreachable', false],
])('a proxy that answers %i is named', (status, kind, final) => {
  const fault = refusedByProxy('the proxy http://proxy.example.com', status);
  expect(fault).toMatchObject({ kind, final });
  expect(fault.message).toContain(`http://proxy.example.com`);
  expect(fault.message).toContain(`HTTP ${status}`);
});

test('what is a fault already stays as it is', () => {
  const fault = new NetworkFault('timeout', 'too slow');
  expect(faultOf(fault)).toBe(fault);
});

test('a fault without a code still says something', () => {
  expect(faultOf(new TypeError('odd')).message).toContain('odd');
  expect(faultOf('odd').message).toContain('odd');
});

test.each([
  ['connect ECONNREFUSED 127.0.0.1:3128', false, /nothing listens there \(ECONNREFUSED\)/],
  ['getaddrinfo ENOTFOUND proxy.example.com', false, /does not resolve \(ENOTFOUND\)/],
  ['socket hang up', false, /ECONNRESET/],
  ['self-signed certificate in certificate chain', true, /certificate was not accepted/],
  ['write EPROTO 00:error:0A00010B:SSL routines::wrong version number:', true, /speak HTTPS/],
  ['Parse Error: Expected HTTP/, RTSP/ or ICE/', true, /speak HTTP \(/],
])('what tunnel tells of a proxy is read from its message: %s', (cause, final, words) => {
  const message = `tunneling socket could not be established, cause=${cause}`;

  const fault = faultOf(failed('ECONNRESET', message), 'the proxy http://proxy.example.com');

  expect(fault).toMatchObject({ kind: 'proxy_unreachable', final });
  expect(fault.message).toMatch(words);
  expect(fault.message).toContain('the proxy http://proxy.example.com');
});

test('a tunnel that was refused is told by its status', () => {
  const message = 'tunneling socket could not be established, statusCode=407';
  expect(faultOf(failed('ECONNRESET', message), 'the proxy http://p')).toMatchObject({
    kind: 'proxy_refused',
    message: expect.stringContaining('the proxy http://p demands a login'),
  });
});
