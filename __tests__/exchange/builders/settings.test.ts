import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { serverCaFault } from '../../../src/exchange/builders/server-ca.ts';
import {
  builderEndpointFault,
  defaultServerName,
  serverNameFault,
} from '../../../src/exchange/builders/settings.ts';
import { makeRoot } from '../../../src/exchange/registry/certificates.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';

describe('an endpoint', () => {
  test.each([
    ['tcp://builder.example.com:1234', 'builder.example.com'],
    ['tcp://build_kit:8443', 'build_kit'],
    ['tcp://127.0.0.1:1', '127.0.0.1'],
    ['tcp://[::1]:65535', '::1'],
  ])('%s may stand there, and its server is named %s', (endpoint, name) => {
    expect(builderEndpointFault(endpoint)).toBeUndefined();
    expect(defaultServerName(endpoint)).toBe(name);
    expect(serverNameFault(name)).toBeUndefined();
  });

  test.each([
    '',
    'builder.example.com:1234',
    'https://builder.example.com:1234',
    'unix:///run/buildkit/buildkitd.sock',
    'tcp://builder.example.com',
    'tcp://builder.example.com:0',
    'tcp://builder.example.com:65536',
    'tcp://builder.example.com:1234/',
    'tcp://builder.example.com:1234?cacert=/etc/passwd',
    'tcp://user@builder.example.com:1234',
    'tcp://builder..example.com:1234',
    'tcp://-builder:1234',
    'tcp://256.1.1.1:1234',
    'tcp://0x7f.1:1234',
    'tcp://builder.0x7f000001:1234',
    'tcp://[::1:1234',
    'tcp://[fe80::1%eth0]:1234',
    'tcp://[nonsense]:1234',
    'tcp://builder.example.com:1234\n',
    'tcp://builder,servername=evil:1234',
    `tcp://${'a'.repeat(64)}.example:1234`,
  ])('%j may not', (endpoint) => {
    expect(builderEndpointFault(endpoint)).toMatch(/; (?:write|use) /);
  });
});

describe('a server name', () => {
  test.each(['builder.example.com', 'Builder', '10.0.0.1', '2001:db8::1'])('%s may', (name) => {
    expect(serverNameFault(name)).toBeUndefined();
  });

  test.each([
    '',
    '*.example.com',
    'a b',
    'a,b=c',
    'builder.example.com.',
    'a:1234',
    '1.2.3',
    'fe80::1%eth0',
  ])('%j may not', (name) => {
    expect(serverNameFault(name)).toMatch(/; write /);
  });
});

describe('authorities of a builder', () => {
  let pem: string;
  beforeAll(async () => {
    pem = (await makeRoot({ now: 1_800_000_000, random: systemRandom })).certificate;
  });

  test('one certificate or several may stand there, with text around them and any line ends', () => {
    for (const text of [
      pem,
      `${pem}\n${pem}\n`,
      `Subject: x\n${pem}`,
      pem.replaceAll('\n', '\r\n'),
      pem.replaceAll('\n', ' '),
    ])
      expect(serverCaFault(text)).toBeUndefined();
  });

  test.each<[string, (pem: string) => string]>([
    ['nothing', () => ''],
    ['noise', () => 'not a certificate'],
    ['half a certificate', (it) => it.slice(0, it.length / 2)],
    ['a certificate, and half of another', (it) => `${it}\n${it.slice(0, it.length / 2)}`],
    ['a block of something else', (it) => it.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST')],
    ['a broken certificate', (it) => it.replace(/^[A-Za-z0-9+/]{8}/m, 'AAAAAAAA')],
    ['a hundred certificates', (it) => `${it}\n`.repeat(100)],
  ])('%s may not', (_, make) => {
    expect(serverCaFault(make(pem))).toMatch(/; send /);
  });

  test('a private key that is sent by mistake is refused, and not repeated', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const type of ['pkcs8', 'sec1'] as const) {
      const key = privateKey.export({ format: 'pem', type }).toString();
      const fault = serverCaFault(pem + key);
      expect(fault).toMatch(/private key/);
      expect(fault).not.toContain(key.split('\n')[1]);
    }
  });
});
