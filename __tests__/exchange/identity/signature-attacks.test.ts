import { constants, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { json } from '../../support/answers.ts';
import { githubClaims } from '../../support/github-claims.ts';
import { ISSUER_ROUTES } from '../../support/github-issuer.ts';
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

describe('a key that the token brings along', () => {
  const server = 'https://attacker.example/jwks.json';
  const brought: [string, Record<string, unknown>][] = [
    ['jwk', { jwk: publicJwk(attacker) }],
    ['jku', { jku: server }],
    ['x5u', { x5u: server }],
    [
      'x5c',
      { x5c: [attacker.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')] },
    ],
  ];

  test.each(brought)('%s is not used, under a published kid', async (_, header) => {
    const token = signCompact(
      { alg: 'RS256', kid: key.kid, ...header },
      claims(),
      attacker.privateKey,
    );
    expect(await reason(token)).toBe('bad_signature');
  });

  test.each(brought)('%s is not used, under a kid of its own', async (_, header) => {
    const token = signCompact(
      { alg: 'RS256', kid: 'attacker', ...header },
      claims(),
      attacker.privateKey,
    );
    expect(await reason(token)).toBe('unknown_key');
  });

  test.each(brought)('%s does no harm beside an honest signature', async (_, header) => {
    const token = verification.sign({}, header);
    await expect(verification.verify(token)).resolves.toBeDefined();
  });

  test('jku that points at a listening server is never fetched', async () => {
    const hostile = await startVerification({ keys: [attacker] });
    const jku = `${hostile.issuer.url}/.well-known/jwks`;
    const token = signCompact(
      { alg: 'RS256', kid: key.kid, jku, x5u: jku },
      claims(),
      attacker.privateKey,
    );
    expect(await reason(token)).toBe('bad_signature');
    expect(hostile.issuer.requests).toHaveLength(0);
    await hostile.close();
  });
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

describe('key names', () => {
  test.each(['__proto__', 'constructor', 'toString', 'Key-1', 'key-1 ', 'key-1\0', '../key-1'])(
    'kid %j names no key',
    async (kid) => {
      const token = signCompact({ alg: 'RS256', kid }, claims(), key.privateKey);
      expect(await reason(token)).toBe('unknown_key');
    },
  );

  test('the key of one registered issuer does not verify for another', async () => {
    const other = await startVerification({ keys: [attacker] });
    const token = other.issuer.sign(AUDIENCE, { iss: verification.issuer.url });
    expect(await reason(token)).toBe('unknown_key');
    await other.close();
  });
});

/** Each case: a key set beside whose honest key one more is published, and a token that it "signs". */
describe('keys that an issuer should not publish', () => {
  const secret = Buffer.alloc(32, 7);
  const oct = { kty: 'oct', kid: 'extra', k: secret.toString('base64url') };
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const extra = createSigningKey('extra');
  const rs256 = (input: string) => sign('sha256', Buffer.from(input), extra.privateKey);

  async function reasonBeside(jwk: object, alg: string, signature: (input: string) => Buffer) {
    const hostile = await startVerification({ keys: [key] });
    hostile.issuer.always(ISSUER_ROUTES.jwks, json(200, { keys: [jwk, publicJwk(key)] }));
    const payload = githubClaims({
      issuer: hostile.issuer.url,
      audience: AUDIENCE,
      now: hostile.now() * 1000,
    });
    const input = `${encodePart({ alg, kid: 'extra' })}.${encodePart(payload)}`;
    try {
      await expect(hostile.verify(hostile.sign())).resolves.toBeDefined();
      return await reasonOf(hostile.verify(`${input}.${signature(input).toString('base64url')}`));
    } finally {
      await hostile.close();
    }
  }

  test('an HMAC key in the key set does not sign', async () => {
    const hmac = (input: string) => createHmac('sha256', secret).update(input).digest();
    expect(await reasonBeside({ ...oct, alg: 'HS256' }, 'HS256', hmac)).toBe('bad_signature');
    expect(await reasonBeside({ ...oct, alg: 'RS256', use: 'sig' }, 'RS256', hmac)).toBe(
      'unknown_key',
    );
  });

  test('an EC key in the key set does not sign', async () => {
    const jwk = { ...ec.publicKey.export({ format: 'jwk' }), kid: 'extra' };
    const ecdsa = (input: string) =>
      sign('sha256', Buffer.from(input), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
    expect(await reasonBeside(jwk, 'ES256', ecdsa)).toBe('bad_signature');
    expect(await reasonBeside(jwk, 'RS256', ecdsa)).toBe('unknown_key');
  });

  test.each<[string, object]>([
    ['for encryption', { use: 'enc' }],
    ['for another algorithm', { alg: 'PS256' }],
    ['whose operations do not include verify', { key_ops: ['encrypt'] }],
    ['with its private part', extra.privateKey.export({ format: 'jwk' })],
    ['with an empty modulus', { n: '' }],
    ['with an exponent that is no string', { e: 65537 }],
    ['with a modulus that is no key', { n: '*' }],
  ])('an RSA key %s does not sign', async (_, members) => {
    expect(await reasonBeside({ ...publicJwk(extra), ...members }, 'RS256', rs256)).toBe(
      'unknown_key',
    );
  });

  test('an RSA key of 1024 bits does not sign', async () => {
    const jwk = {
      ...weak.publicKey.export({ format: 'jwk' }),
      kid: 'extra',
      use: 'sig',
      alg: 'RS256',
    };
    const signature = (input: string) => sign('sha256', Buffer.from(input), weak.privateKey);
    expect(await reasonBeside(jwk, 'RS256', signature)).toBe('unknown_key');
  });

  test.each([null, 1, 'key', [], {}])('%j in the list does no harm', async (entry) => {
    expect(await reasonBeside(entry as object, 'RS256', rs256)).toBe('unknown_key');
  });

  test('of two different keys with one kid neither signs', async () => {
    const twin = { ...publicJwk(attacker), kid: extra.kid };
    const hostile = await startVerification({ keys: [extra] });
    const keys = [publicJwk(extra), twin, publicJwk(key)];
    hostile.issuer.always(ISSUER_ROUTES.jwks, json(200, { keys }));
    expect(await reasonOf(hostile.verify(hostile.sign()))).toBe('unknown_key');
    await hostile.close();
  });

  test('one key that is listed twice signs', async () => {
    const repeated = await startVerification({ keys: [extra, extra] });
    await expect(repeated.verify(repeated.sign())).resolves.toBeDefined();
    await repeated.close();
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
        'unknown_key',
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
