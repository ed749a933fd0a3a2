import { ECDH, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BUILDER_CREDENTIALS_PATH } from '../../../src/protocol/builder-credentials.ts';
import { SERVER_CA } from '../builders/builder.ts';
import { addBuilder, askBuilderCredentials, jobKey } from '../builders/job.ts';
import { type Service, services, servicesOfOneProcess } from '../service.ts';

const start = servicesOfOneProcess();
const startForAll = services(afterAll);
const NO_LIMITS = { rateLimits: { perAddress: 0, perRepository: 0 } };
const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

let service: Service;
let token: string;

beforeAll(async () => {
  service = await startForAll({ config: { ...NO_LIMITS, logLevel: 'debug' } });
  await addBuilder(service.store);
  token = await service.buildToken();
});

/** Whatever the exchange has written. */
async function written(): Promise<string> {
  return service.log.join('') + JSON.stringify(await service.events());
}

describe('a public key', () => {
  test('is taken with any line ends, and in a compressed form', async () => {
    const { publicKey } = jobKey();
    const compressed = compressedForm(publicKey);
    expect(compressed.length).toBeLessThan(publicKey.length);
    for (const public_key of [publicKey.replaceAll('\n', '\r\n'), ` ${publicKey}\n`, compressed]) {
      const { status, body } = await askBuilderCredentials(service, token, { public_key });
      expect(status).toBe(201);
      const key = new X509Certificate(body.certificate).publicKey;
      expect(pemOf(key)).toBe(publicKey);
    }
  });

  test.each<[string, () => string]>([
    ['on P-384', () => jobKey('P-384').publicKey],
    ['on secp256k1, which is as long', () => jobKey('secp256k1').publicKey],
    ['of RSA', () => pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)],
    ['of Ed25519', () => pemOf(generateKeyPairSync('ed25519').publicKey)],
    ['that is a certificate', () => SERVER_CA],
    ['that is two', () => jobKey().publicKey + jobKey().publicKey],
    ['that is cut off', () => jobKey().publicKey.slice(0, 100)],
    ['whose point is not on the curve', () => broken(jobKey().publicKey)],
    ['that is empty', () => ''],
    ['that is noise', () => 'x'.repeat(1000)],
  ])('%s is refused', async (_, make) => {
    const answer = await askBuilderCredentials(service, token, { public_key: make() });
    expect(answer).toMatchObject({ status: 400, body: { reason: 'malformed_request' } });
    expect(answer.body.detail).toMatch(/^The public_key must be /);
  });

  test.each(['pkcs8', 'sec1'] as const)(
    'that is a private one, sent by mistake (%s), is refused, and written nowhere',
    async (type) => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const pem = privateKey.export({ type, format: 'pem' }).toString();
      const lines = pem.trim().split('\n').slice(1, -1);
      for (const body of [{ public_key: pem }, { private_key: pem }, pem, JSON.stringify(pem)]) {
        const answer = await askBuilderCredentials(service, token, body);
        expect(answer.status).toBe(400);
        const seen = JSON.stringify(answer.body) + (await written());
        for (const line of lines) expect(seen).not.toContain(line);
      }
      const { body } = await askBuilderCredentials(service, token, { public_key: pem });
      expect(body.detail).toMatch(/has a private key in it/);
    },
  );
});

describe('a request', () => {
  test.each<[string, string | object]>([
    ['nothing', ''],
    ['no JSON', '{"public_key": '],
    ['a list', '[]'],
    ['null', 'null'],
    ['no key', '{}'],
    ['a key that is no text', { public_key: 7 }],
    ['a project that is none', { project: 'acme' }],
    ['a project as its URL', { project: 'https://dockpass.example.com/acme/web' }],
    ['a project with a NUL', { project: 'acme/web\0' }],
    ['a project that is null', { project: null }],
    ['a member that is unknown', { projects: ['acme/web'] }],
    ['a member that would change every object', '{"__proto__": {"public_key": "x"}}'],
  ])('with %s is refused', async (_, body) => {
    const answer = await askBuilderCredentials(service, token, body);
    expect(answer).toMatchObject({ status: 400, body: { reason: 'malformed_request' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('of another content type is refused', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await askBuilderCredentials(service, token, {}, headers);
    expect(answer).toMatchObject({ status: 400, body: { reason: 'malformed_request' } });
  });

  test('that is too large is refused', async () => {
    const answer = await askBuilderCredentials(service, token, { public_key: 'x'.repeat(10_000) });
    expect(answer).toMatchObject({ status: 413, body: { reason: 'malformed_request' } });
  });

  test.each([
    ['no token', null, 'Bearer realm="dockpass"'],
    ['half a token', 'dpb_half', 'Bearer realm="dockpass", error="invalid_token"'],
  ])('with %s is answered with a challenge, whatever its body', async (_, shown, challenge) => {
    const answer = await askBuilderCredentials(service, shown, '{');
    expect(answer).toMatchObject({ status: 401, body: { reason: 'malformed_token' } });
    expect(answer.headers.get('www-authenticate')).toBe(challenge);
  });

  test('of another method is refused', async () => {
    const { status, headers } = await fetch(service.url + BUILDER_CREDENTIALS_PATH);
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });
});

test('who asks too often is told when to come back, and all of it is one event', async () => {
  const limited = await start({ config: { rateLimits: { perAddress: 1, perRepository: 0 } } });
  await askBuilderCredentials(limited, null);
  const answers = [
    await askBuilderCredentials(limited, null),
    await askBuilderCredentials(limited, null),
  ];
  for (const { status, headers, body } of answers) {
    expect([status, body.reason]).toEqual([429, 'rate_limited']);
    expect(headers.get('retry-after')).toMatch(/^[1-9][0-9]?$/);
  }
  expect(answers[0]?.body.reference).toBe(answers[1]?.body.reference);
});

test('requests are counted by what they came to', async () => {
  const { url, store, buildToken, ...own } = await start();
  await askBuilderCredentials(own, await buildToken());
  await addBuilder(store);
  await askBuilderCredentials(own, await buildToken());
  const metrics = await (await fetch(`${url}/metrics`)).text();
  for (const [outcome, count] of [
    ['granted', 1],
    ['builder_not_configured', 1],
    ['build_token_required', 0],
  ])
    expect(metrics).toContain(`dockpass_builder_credentials_total{outcome="${outcome}"} ${count}`);
});

test('no secret is in an answer, in the log or in an event: not the token, not a private key of ours', async () => {
  const { body } = await askBuilderCredentials(service, token);
  const { store } = service;
  const authorities = await store.read(async ({ organizations, projects, builderAuthorities }) => {
    const { id = '' } = (await organizations.findByName('acme')) ?? {};
    const project = await projects.findByName(id, 'web');
    return await builderAuthorities.list(project?.id ?? '');
  });
  const [{ d } = { d: '' }] = authorities.map(({ jwk }) => JSON.parse(jwk));
  expect(d).toHaveLength(43);
  const seen = JSON.stringify(body) + (await written());
  for (const secret of [token, d, 'PRIVATE KEY']) expect(seen).not.toContain(secret);
  // The certificate is no secret, but an event has only what tells it apart.
  expect(await written()).not.toContain('BEGIN CERTIFICATE');
});

/** The last byte of the point changed. */
function broken(pem: string): string {
  return changed(pem, (der) => {
    const last = der.length - 1;
    der[last] = (der[last] ?? 0) ^ 1;
    return der;
  });
}

/** SEC 1 section 2.3.3: 33 bytes instead of 65, and the two lengths in front of them less by 32. */
function compressedForm(pem: string): string {
  return changed(pem, (der) => {
    const [head, point] = [Buffer.from(der.subarray(0, -65)), der.subarray(-65)];
    head[1] = (head[1] ?? 0) - 32;
    head[head.length - 2] = (head.at(-2) ?? 0) - 32;
    const compressed = ECDH.convertKey(point, 'prime256v1', undefined, undefined, 'compressed');
    return Buffer.concat([head, compressed as Buffer]);
  });
}

function changed(pem: string, change: (der: Buffer) => Buffer): string {
  const der = Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
  return `-----BEGIN PUBLIC KEY-----\n${change(der).toString('base64')}\n-----END PUBLIC KEY-----\n`;
}
