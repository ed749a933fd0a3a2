import { constants, createHmac, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { importSPKI } from 'jose';
import { createVerifier } from '../../../src/exchange/identity/verify.ts';
import { Refusal } from '../../../src/exchange/refusal.ts';
import { githubClaims } from '../../support/github-claims.ts';
import { createSigningKey, encodePart, publicJwk, signCompact } from '../../support/jws.ts';
import { AUDIENCE, reasonOf, startVerification, type Verification } from './verification.ts';

const key = createSigningKey('key-1');
const attacker = createSigningKey('attacker');
let verification: Verification;

beforeAll(async () => {
  verification = await startVerification({ keys: [key] });
});

afterAll(() => verification.close());

const claims = () =>
  githubClaims({
    issuer: verification.issuer.url,
    audience: AUDIENCE,
    now: verification.now() * 1000,
  });

const reason = (token: string) => reasonOf(verification.verify(token));

/** A token with any signature. */
function assemble(header: object, signature: (input: string) => Buffer): string {
  const input = `${encodePart(header)}.${encodePart(claims())}`;
  return `${input}.${signature(input).toString('base64url')}`;
}

describe('algorithm none', () => {
  test.each(['none', 'None', 'NONE', 'nOnE'])(
    '%s with an empty signature is refused',
    async (alg) => {
      const token = assemble({ alg, kid: key.kid }, () => Buffer.alloc(0));
      expect(await reason(token)).toBe('malformed_token');
    },
  );

  test.each(['none', 'None'])('%s with a signature that would hold is refused', async (alg) => {
    const token = signCompact({ alg, kid: key.kid }, claims(), key.privateKey);
    expect(await reason(token)).toBe('bad_signature');
  });
});

describe('algorithm confusion: HMAC with the public key as the secret', () => {
  const { n = '' } = key.publicKey.export({ format: 'jwk' });
  const secrets: [string, string | Buffer][] = [
    ['SPKI as PEM', key.publicKey.export({ type: 'spki', format: 'pem' })],
    ['SPKI as DER', key.publicKey.export({ type: 'spki', format: 'der' })],
    ['PKCS#1 as PEM', key.publicKey.export({ type: 'pkcs1', format: 'pem' })],
    ['the JWK', JSON.stringify(publicJwk(key))],
    ['the modulus', Buffer.from(n, 'base64url')],
  ];

  test.each(secrets)('HS256 over %s is refused', async (_, secret) => {
    const hmac = (input: string) => createHmac('sha256', secret).update(input).digest();
    for (const alg of ['HS256', 'RS256'])
      expect(await reason(assemble({ alg, kid: key.kid }, hmac))).toBe('bad_signature');
  });
});

describe('another algorithm of the right key', () => {
  test.each(['RS384', 'RS512'])('%s is refused', async (alg) => {
    const hash = `sha${alg.slice(2)}`;
    const token = assemble({ alg, kid: key.kid }, (input) =>
      sign(hash, Buffer.from(input), key.privateKey),
    );
    expect(await reason(token)).toBe('bad_signature');
  });

  test.each(['PS256', 'RS256'])('a PSS signature under the name %s is refused', async (alg) => {
    const pss = { key: key.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const token = assemble({ alg, kid: key.kid }, (input) =>
      sign('sha256', Buffer.from(input), pss),
    );
    expect(await reason(token)).toBe('bad_signature');
  });

  test.each(['rs256', 'RS256 ', '', 'ES256', 'EdDSA', '__proto__'])(
    '%j is refused',
    async (alg) => {
      const token = signCompact({ alg, kid: key.kid }, claims(), key.privateKey);
      expect(['bad_signature', 'malformed_token']).toContain(await reason(token));
    },
  );
});

describe('signatures that do not belong', () => {
  test('of somebody else is refused', async () => {
    const token = signCompact({ alg: 'RS256', kid: key.kid }, claims(), attacker.privateKey);
    expect(await reason(token)).toBe('bad_signature');
  });

  test('of another token of the same issuer is refused', async () => {
    const [header, payload] = verification.sign().split('.');
    const [, , signature] = verification.sign({ repository: 'acme/other' }).split('.');
    expect(await reason(`${header}.${payload}.${signature}`)).toBe('bad_signature');
  });

  test.each([
    ['one byte', () => Buffer.alloc(1)],
    ['all zeroes', () => Buffer.alloc(256)],
    ['all ones', () => Buffer.alloc(256, 0xff)],
    [
      'a byte too short',
      (input: string) => sign('sha256', Buffer.from(input), key.privateKey).subarray(1),
    ],
    [
      'a byte too long',
      (input: string) =>
        Buffer.concat([sign('sha256', Buffer.from(input), key.privateKey), Buffer.alloc(1)]),
    ],
  ])('of %s is refused', async (_, signature) => {
    expect(await reason(assemble({ alg: 'RS256', kid: key.kid }, signature))).toBe('bad_signature');
  });

  test('claims exchanged under a kept signature are refused', async () => {
    const [header, payload = '', signature] = verification.sign().split('.');
    const stolen = Buffer.from(payload, 'base64url').toString().replace('acme/web', 'evil/web');
    expect(await reason(`${header}.${encodePart(stolen)}.${signature}`)).toBe('bad_signature');
  });
});

test('any single byte changed, dropped or added makes a valid token invalid', async () => {
  const token = verification.sign();
  const position = fc.nat({ max: token.length - 1 });
  const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
  const mutation = fc.oneof(
    fc.tuple(position, byte).map(([at, by]) => token.slice(0, at) + by + token.slice(at + 1)),
    position.map((at) => token.slice(0, at) + token.slice(at + 1)),
    fc.tuple(position, byte).map(([at, by]) => token.slice(0, at) + by + token.slice(at)),
  );
  await fc.assert(
    fc.asyncProperty(mutation, async (mutant) => {
      fc.pre(mutant !== token);
      expect([
        'malformed_token',
        'unknown_issuer',
        'missing_claim',
        'issuer_unavailable',
        'bad_signature',
      ]).toContain(await reason(mutant));
    }),
    { numRuns: 500 },
  );
  await expect(verification.verify(token)).resolves.toBeDefined();
});

test('every single bit of the signature counts', async () => {
  const token = verification.sign();
  const cut = token.lastIndexOf('.') + 1;
  const signature = Buffer.from(token.slice(cut), 'base64url');
  for (let bit = 0; bit < signature.length * 8; bit += 1) {
    const flipped = Buffer.from(signature);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(await reason(token.slice(0, cut) + flipped.toString('base64url'))).toBe('bad_signature');
  }
});

test('a forged token costs one check of its signature, though its issuer is looked up again', async () => {
  let keysAsked = 0;
  const known = { findIssuer: async () => verification.registered };
  const verifier = createVerifier({
    issuers: () => [known, known, known],
    keySets: {
      async findKey() {
        keysAsked += 1;
        throw new Refusal('unknown_key', 'There is no such key.');
      },
    },
    audience: AUDIENCE,
    clock: Date.now,
  });
  expect(await reasonOf(verifier.verify(verification.sign()))).toBe('unknown_key');
  expect(keysAsked).toBe(1);
});

test('a refusal by one place where issuers are looked up falls through to the next, and the last one stands', async () => {
  const disabled = { findIssuer: async () => ({ ...verification.registered, enabled: false }) };
  const unknown = { findIssuer: async () => undefined };
  const known = { findIssuer: async () => verification.registered };
  const verifierOf = (...issuers: (typeof known | typeof unknown)[]) =>
    createVerifier({
      issuers: () => issuers,
      keySets: {
        findKey: () =>
          importSPKI(key.publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'RS256'),
      },
      audience: AUDIENCE,
      clock: Date.now,
    });
  const token = verification.sign();
  await expect(verifierOf(unknown, disabled, known).verify(token)).resolves.toBeDefined();
  expect(await reasonOf(verifierOf(unknown, disabled).verify(token))).toBe('issuer_disabled');
  expect(await reasonOf(verifierOf(disabled, unknown).verify(token))).toBe('unknown_issuer');
});
