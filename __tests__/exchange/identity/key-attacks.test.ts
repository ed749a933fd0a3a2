import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UNKNOWN_KEY_COOLDOWN } from '../../../src/exchange/identity/key-set.ts';
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

/** Where the issuer may be asked for keys again. */
function reason(token: string, at = verification): Promise<string> {
  at.pass(UNKNOWN_KEY_COOLDOWN / 1000);
  return reasonOf(at.verify(token));
}

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
      return await reason(`${input}.${signature(input).toString('base64url')}`, hostile);
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
