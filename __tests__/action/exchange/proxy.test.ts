import { checkBypass } from '@actions/http-client/lib/proxy';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readProxies } from '../../../src/action/exchange/proxy.ts';

const read = (environment: Record<string, string>) => readProxies((name) => environment[name]);

// @actions/http-client reads the process's own environment.
let before: NodeJS.ProcessEnv;
beforeEach(() => {
  before = { ...process.env };
});
afterEach(() => {
  for (const name of ['no_proxy', 'NO_PROXY']) delete process.env[name];
  Object.assign(process.env, before);
});

test.each([
  ['example.com', 'https://example.com', true],
  ['example.com', 'https://a.b.example.com', true],
  ['example.com', 'https://notexample.com', false],
  ['.example.com', 'https://example.com', true],
  ['*.example.com', 'https://a.example.com', true],
  ['EXAMPLE.com.', 'https://example.COM', true],
  ['example.com:8443', 'https://example.com:8443', true],
  ['example.com:8443', 'https://example.com', false],
  ['example.com:443', 'https://example.com', true],
  ['elsewhere, example.com', 'https://example.com', true],
  ['elsewhere example.com', 'https://example.com', true],
  ['*', 'https://example.com', true],
  ['192.0.2.1', 'https://192.0.2.1', true],
  ['192.0.2.1:8443', 'https://192.0.2.1:8443', true],
  ['10.0.0.0/8', 'https://10.1.2.3', false],
  ['2001:db8::1', 'https://[2001:db8::1]', true],
  ['[2001:db8::1]:8443', 'https://[2001:db8::1]:8443', true],
  ['', 'https://example.com', false],
  [' , ,', 'https://example.com', false],
])('NO_PROXY=%j leaves out %s: %s', (NO_PROXY, url, out) => {
  Object.assign(process.env, read({ NO_PROXY }).variables);

  expect(checkBypass(new URL(url))).toBe(out);
});

test('a network in NO_PROXY is named where an address could be in it', () => {
  const proxies = read({ https_proxy: 'proxy:3128', NO_PROXY: 'x.example,10.0.0.0/8' });

  expect(proxies.labelFor(new URL('https://10.1.2.3'))).toMatch(/list the address.*10\.0\.0\.0\/8/);
  expect(proxies.labelFor(new URL('https://example.com'))).not.toContain('10.0.0.0');
});

test.each([
  [{}, '', ''],
  [{ HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128/', ''],
  [{ https_proxy: ' ', HTTPS_PROXY: 'https://a:b%40@proxy' }, 'https://a:b%40@proxy/', ''],
  [{ https_proxy: 'one', ALL_PROXY: 'two' }, 'http://one/', 'http://two/'],
  [{ HTTP_PROXY: 'one', all_proxy: '[2001:db8::1]:1' }, 'http://[2001:db8::1]:1/', 'http://one/'],
  [{ https_proxy: 'socks5://proxy', HTTPS_PROXY: 'http://other' }, '', ''],
])('%j is handed on as https_proxy %j and http_proxy %j', (environment, https, http) => {
  expect(read(environment).variables).toMatchObject({
    https_proxy: https,
    HTTPS_PROXY: https,
    http_proxy: http,
    HTTP_PROXY: http,
  });
});

test('what nobody asks for may be unreadable', () => {
  const proxies = read({ http_proxy: 'socks5://proxy', https_proxy: 'http://ada:s3cret@proxy:80' });

  expect(proxies.labelFor(new URL('https://example.com'))).toBe(
    'the proxy http://proxy:80 (https_proxy)',
  );
  expect(() => proxies.labelFor(new URL('http://example.com'))).toThrow(
    /http_proxy names a socks5/,
  );
});
