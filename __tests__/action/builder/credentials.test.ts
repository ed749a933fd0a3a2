import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { readCredentials } from '../../../src/action/builder/credentials.ts';
import { makeKeyPair } from '../../../src/action/builder/key-pair.ts';
import type { Authority } from '../../../src/exchange/certificates/authority.ts';
import { certificateUri } from '../../../src/protocol/builder-credentials.ts';
import { clientCertificate, testAuthority } from '../../support/builder/certificates.ts';

const INSTALLATION = 'https://dockpass.example.com/base';
const keys = makeKeyPair({ mask: () => undefined });
let authority: Authority;
const good: Record<string, unknown> = {};

beforeAll(async () => {
  authority = await testAuthority('one for both ends');
  Object.assign(good, {
    project: 'acme/web',
    endpoint: 'tcp://builder.example.com:1234',
    server_name: 'builder.example.com',
    server_ca: authority.certificate,
    certificate: await clientCertificate(authority, keys.publicPem, `${INSTALLATION}/acme/web`),
  });
});

function read(changes: object = {}, privateKey = keys.privateKey, installation = INSTALLATION) {
  const body = JSON.stringify({ ...good, ...changes });
  const asked = { project: 'acme/web', installation, privateKey } as const;
  return readCredentials({ status: 201, headers: {}, body }, asked);
}

test.each([
  ['tcp://builder.example.com:1234', 'builder.example.com', 1234],
  ['tcp://10.1.2.3:1', '10.1.2.3', 1],
  ['tcp://[fd00::7]:65535', 'fd00::7', 65_535],
  ['tcp://build_kit:1234', 'build_kit', 1234],
])('%s is taken apart for the check, and handed on as it is', (endpoint, host, port) => {
  expect(read({ endpoint })).toMatchObject({ endpoint, host, port });
});

test.each([
  'tcp://user@builder.example.com:1234',
  'tcp://builder.example.com:65536',
  'tcp://builder.example.com:1234?x',
  'tcp://[builder]:1234',
  'tcp://fd00::7:1234',
  'tcp://-builder:1234',
  'https://builder.example.com:1234',
  ' tcp://builder.example.com:1234',
  1234,
])('%j is not a valid endpoint', (endpoint) => {
  expect(() => read({ endpoint })).toThrow('`endpoint`');
});

test('certificates are written again as they were parsed', () => {
  const pem = String(good.server_ca);
  const twice = `\n${pem.replaceAll('\n', '\r\n')}\n\n${pem}`;

  const { serverCa } = read({ server_ca: twice });

  expect(serverCa).toBe(new X509Certificate(pem).toString().repeat(2));
});

test('a certificate is good with the key that it was made for, and with no other', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  expect(read({}, createPrivateKey(keys.privatePem)).project).toBe('acme/web');
  expect(() => read({}, privateKey)).toThrow('another key');
});

test('a project is the same however the name of its installation is spelt in certificates', async () => {
  const installation = 'https://bücher.example/base';
  const uri = certificateUri(installation, 'acme/web');
  const certificate = await clientCertificate(authority, keys.publicPem, uri);

  expect(uri).toBe('https://xn--bcher-kva.example/base/acme/web');
  expect(certificateUri(INSTALLATION, 'acme/web')).toBe(`${INSTALLATION}/acme/web`);
  expect(read({ certificate }, keys.privateKey, installation).project).toBe('acme/web');
});

test('a certificate without a readable end is not used', () => {
  const { raw, validToDate } = new X509Certificate(String(good.certificate));
  const end = `${validToDate
    .toISOString()
    .replace(/[-:T]|\..*/g, '')
    .slice(2)}Z`;
  const at = raw.indexOf(end, 'latin1');
  raw.write('999999999999Z', at, 'latin1');
  const pem = `-----BEGIN CERTIFICATE-----\n${raw.toString('base64')}\n-----END CERTIFICATE-----\n`;

  expect(at).toBeGreaterThan(0);
  expect(() => read({ certificate: pem })).toThrow('has no end');
});

test('two certificates in the place of one, or words around it, are not used', () => {
  const certificate = String(good.certificate);

  for (const text of [`${certificate}\n${certificate}`, `Subject: me\n${certificate}`])
    expect(() => read({ certificate: text })).toThrow('`certificate`');
});
