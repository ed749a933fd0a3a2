import { expect, test } from '@jest/globals';
import { leavesOut } from '../../../src/action/no-proxy.ts';

test.each([
  ['example.com', 'example.com', '443', true],
  ['example.com', 'a.b.example.com', '443', true],
  ['example.com', 'notexample.com', '443', false],
  ['.example.com', 'example.com', '443', true],
  ['*.example.com', 'a.example.com', '443', true],
  ['EXAMPLE.com.', 'example.COM', '443', true],
  ['example.com', 'example.com.', '443', true],
  ['example.com:8443', 'example.com', '8443', true],
  ['example.com:8443', 'example.com', '443', false],
  ['https://example.com/path', 'example.com', '443', true],
  ['elsewhere, example.com', 'example.com', '443', true],
  ['elsewhere example.com', 'example.com', '443', true],
  ['*', 'example.com', '443', true],
  ['192.0.2.1', '192.0.2.1', '443', true],
  ['192.0.2.1:8443', '192.0.2.1', '8443', true],
  ['0.0.2.1', 'evil.0.0.2.1', '443', false],
  ['10.0.0.0/8', '10.1.2.3', '443', true],
  ['10.0.0.0/8', '11.1.2.3', '443', false],
  ['10.0.0.0/99', '10.0.0.0', '443', false],
  ['2001:db8::1', '2001:db8::1', '443', true],
  ['[2001:db8::1]', '2001:db8:0::1', '443', true],
  ['[2001:db8::1]:8443', '2001:db8::1', '8443', true],
  ['2001:db8::/32', '2001:db8::7', '443', true],
  ['2001:db8::/32', '2001:db9::7', '443', false],
  ['', 'example.com', '443', false],
  [' , ,', 'example.com', '443', false],
])('NO_PROXY=%j leaves out %s:%s: %s', (noProxy, host, port, out) => {
  expect(leavesOut(noProxy, host, port)).toBe(out);
});
