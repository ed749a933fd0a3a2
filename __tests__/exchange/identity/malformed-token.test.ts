import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UnverifiedToken } from '../../../src/exchange/identity/unverified-token.ts';
import { githubClaims } from '../../support/github-claims.ts';
import { createSigningKey, encodePart, type Part, signCompact } from '../../support/jws.ts';
import {
  AUDIENCE,
  reasonOf,
  refusalOf,
  startVerification,
  type Verification,
} from './verification.ts';

const key = createSigningKey('key-1');
const header = { alg: 'RS256', kid: key.kid, typ: 'JWT' };
let verification: Verification;

beforeAll(async () => {
  verification = await startVerification({ keys: [key] });
});

afterAll(() => verification.close());

/** Signed by the real key, so that nothing but the form can be what is refused. */
function token(changes: { header?: Part; payload?: Part } = {}): string {
  const { url } = verification.issuer;
  const claims = githubClaims({
    issuer: url,
    audience: AUDIENCE,
    now: verification.now() * 1000,
  });
  return signCompact(changes.header ?? header, changes.payload ?? claims, key.privateKey);
}

function claimsWith(members: string): string {
  const { url } = verification.issuer;
  const now = verification.now() * 1000;
  const text = JSON.stringify(githubClaims({ issuer: url, audience: AUDIENCE, now }));
  return `${text.slice(0, -1)},${members}}`;
}

const reason = (compact: string) => reasonOf(verification.verify(compact));

test('the token that all others here are bent from is accepted', async () => {
  await expect(verification.verify(token())).resolves.toMatchObject({
    claims: { repository: 'acme/web' },
  });
});

describe('compact serialization', () => {
  test.each([
    ['nothing', ''],
    ['one part', 'e30'],
    ['two parts', 'e30.e30'],
    ['four parts', 'e30.e30.e30.e30'],
    ['five parts, as a JWE has', 'e30.e30.e30.e30.e30'],
    ['an empty header', '.e30.e30'],
    ['an empty payload', 'e30..e30'],
    ['an empty signature', 'e30.e30.'],
    ['a token of another kind', 'dpb_0123456789abcdefghijABCDEFGHIJ0aB3xY'],
    ['JSON serialization', '{"payload":"e30","signatures":[]}'],
  ])('%s is refused', async (_, compact) => {
    expect(await reason(compact)).toBe('malformed_token');
  });

  /** A properly signed token of exactly `length` characters; the payload alone cannot reach each. */
  function tokenOfLength(length: number): string {
    for (const pad of ['', '1', '12', '123']) {
      const shortest = token({ header: { ...header, pad }, payload: claimsWith('"padding":""') });
      const bytes = Math.floor(((length - shortest.length) * 3) / 4);
      for (const size of [bytes - 1, bytes, bytes + 1]) {
        const payload = claimsWith(`"padding":"${'x'.repeat(size)}"`);
        const compact = token({ header: { ...header, pad }, payload });
        if (compact.length === length) return compact;
      }
    }
    throw new Error(`no token has ${length} characters`);
  }

  test('a token of exactly 16 KiB is read, one character more is refused as too large', async () => {
    const longest = tokenOfLength(16_384);
    await expect(verification.verify(longest)).resolves.toBeDefined();
    const longer = tokenOfLength(16_385);
    const refusal = await refusalOf(verification.verify(longer));
    expect(refusal).toMatchObject({ reason: 'malformed_token', details: { kind: 'too_large' } });
  });

  test('a fourth part behind a valid token is refused', async () => {
    expect(await reason(`${token()}.e30`)).toBe('malformed_token');
    expect(await reason(`${token()}.`)).toBe('malformed_token');
  });

  test('a huge text is refused before it is taken apart', async () => {
    expect(await reason('.'.repeat(50_000_000))).toBe('malformed_token');
  });
});

describe('one token has one spelling', () => {
  const positions = ['header', 'payload', 'signature'] as const;

  function respell(compact: string, position: number, change: (segment: string) => string): string {
    return compact
      .split('.')
      .map((segment, index) => (index === position ? change(segment) : segment))
      .join('.');
  }

  describe.each(positions.map((name, index) => [name, index] as const))('%s', (_, index) => {
    test.each([
      ['padding appended', (segment: string) => `${segment}==`],
      ['one padding character appended', (segment: string) => `${segment}=`],
      ['a newline appended', (segment: string) => `${segment}\n`],
      ['a space in front', (segment: string) => ` ${segment}`],
      ['a tab inside', (segment: string) => `${segment.slice(0, 8)}\t${segment.slice(8)}`],
      ['a NUL appended', (segment: string) => `${segment}\0`],
      ['a character outside of the alphabet', (segment: string) => `${segment.slice(0, -1)}*`],
      ['a letter that is not ASCII', (segment: string) => `${segment.slice(0, -1)}é`],
      ['an impossible length', (segment: string) => `${segment.slice(0, segment.length & ~3)}A`],
    ])('%s is refused', async (_name, change) => {
      expect(await reason(respell(token(), index, change))).toBe('malformed_token');
    });
  });

  test('the alphabet of plain base64 is refused', async () => {
    let compact = token();
    while (!/[-_]/.test(compact)) compact = token();
    const plain = compact.replaceAll('-', '+').replaceAll('_', '/');
    expect(await reason(plain)).toBe('malformed_token');
  });

  test('trailing bits of the signature that decode to nothing are refused', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const compact = token();
    const last = alphabet.indexOf(compact.slice(-1));
    // 256 bytes leave four bits unused in the last character; canonical is zero.
    const respelled = compact.slice(0, -1) + alphabet[last + 1];
    expect(Buffer.from(respelled.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(compact.split('.')[2] ?? '', 'base64url'),
    );
    expect(await reason(respelled)).toBe('malformed_token');
  });

  test.each(['\n', ' ', '\r\n', '='])('%j after the whole token is refused', async (tail) => {
    expect(await reason(token() + tail)).toBe('malformed_token');
  });
});

describe('header', () => {
  test.each<[string, Part]>([
    ['text', 'RS256'],
    ['null', 'null'],
    ['an array', '[]'],
    ['no algorithm', { kid: key.kid }],
    ['an algorithm that is not a string', { alg: ['RS256'], kid: key.kid }],
    ['no kid', { alg: 'RS256' }],
    ['an empty kid', { alg: 'RS256', kid: '' }],
    ['a kid that is not a string', { alg: 'RS256', kid: 1 }],
    ['critical parameters', { ...header, crit: ['exp'], exp: 1 }],
    ['an empty list of critical parameters', { ...header, crit: [] }],
    ['critical parameters that are null', { ...header, crit: null }],
    ['an unencoded payload (RFC 7797)', { ...header, crit: ['b64'], b64: false }],
    ['the algorithm twice', `{"alg":"none","alg":"RS256","kid":"${key.kid}"}`],
    ['bytes that are not UTF-8', Uint8Array.from([0x7b, 0xff, 0x7d])],
    ['a byte order mark', `\uFEFF${JSON.stringify(header)}`],
  ])('%s is refused', async (_, part) => {
    expect(await reason(token({ header: part }))).toBe('malformed_token');
  });

  test('a missing kid is refused though only one key is published', async () => {
    expect(verification.issuer.keys).toHaveLength(1);
    expect(await reason(token({ header: { alg: 'RS256', typ: 'JWT' } }))).toBe('malformed_token');
  });
});

describe('payload', () => {
  test.each<[string, Part]>([
    ['text', 'hello'],
    ['null', 'null'],
    ['an array', '[{"iss":"x"}]'],
    ['a string', '"x"'],
    ['nothing but white space', ' '],
    ['bytes that are not UTF-8', Uint8Array.from([0x7b, 0x22, 0xc3, 0x22, 0x3a, 0x31, 0x7d])],
    ['an issuer that is not a string', { iss: ['https://a.example'] }],
  ])('%s is refused', async (_, part) => {
    expect(await reason(token({ payload: part }))).toBe('malformed_token');
  });

  test.each([
    ['a claim twice', '"repository":"evil/web"'],
    ['a claim twice, the second time escaped', '"repositor\\u0079":"evil/web"'],
    ['a duplicate inside a nested object', '"x":{"a":1,"a":2}'],
  ])('duplicate JSON keys: %s is refused', async (_, members) => {
    expect(await reason(token({ payload: claimsWith(members) }))).toBe('malformed_token');
  });

  test('__proto__ brings no claims with it', async () => {
    const payload = claimsWith('"__proto__":{"environment":"production","isAdmin":"true"}');
    const { claims } = await verification.verify(token({ payload }));
    expect(claims.environment).toBeUndefined();
    expect(claims.isAdmin).toBeUndefined();
    expect(Object.getPrototypeOf(claims)).toBeNull();
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });

  test('__proto__ with a string is a claim by that name', async () => {
    const { claims } = await verification.verify(token({ payload: claimsWith('"__proto__":"x"') }));
    expect(Object.getOwnPropertyDescriptor(claims, '__proto__')?.value).toBe('x');
    expect(Object.getPrototypeOf(claims)).toBeNull();
  });

  test.each([undefined, ''])('an issuer that is %j is a missing claim', async (iss) => {
    const refusal = await refusalOf(verification.verify(token({ payload: { iss } })));
    expect(refusal).toMatchObject({ reason: 'missing_claim', details: { claims: ['iss'] } });
  });
});

test('a token that is refused for its form is never sent for keys', async () => {
  const fresh = await startVerification({ keys: [key] });
  await refusalOf(fresh.verify(`${token()}=`));
  await refusalOf(fresh.verify(token({ header: { alg: 'RS256' } })));
  expect(fresh.issuer.requests).toHaveLength(0);
  await fresh.close();
});

test('an unverified token gives away its issuer and nothing else', () => {
  const unverified = UnverifiedToken.parse(token());
  expect(Object.keys(unverified)).toEqual(['iss']);
  expect(inspect(unverified, { depth: 5, showHidden: true })).not.toContain('acme');
  expect(JSON.stringify(unverified)).toBe(JSON.stringify({ iss: verification.issuer.url }));
});

test('the message never shows the token', async () => {
  const compact = token();
  for (const bent of [`${compact}=`, `${encodePart('x')}.${compact}`, compact.replace('.', '')]) {
    const { message } = await refusalOf(verification.verify(bent));
    expect(message).not.toContain(compact.slice(0, 20));
  }
});
