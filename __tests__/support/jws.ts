/**
 * JSON Web Signatures from any bytes whatsoever. A library would refuse to make most of what the
 * attack tests need: odd headers, duplicate members, a payload that is not JSON.
 */

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';
import { readFileSync } from 'node:fs';

/** An RS256 key pair as an issuer holds it. */
export interface SigningKey {
  kid: string;
  /** SHA-1 thumbprint as in RFC 7515 section 4.1.7; there is no certificate, so of the public key. */
  x5t: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Of fixtures/README.md; each is handed out once in a test file, so that no two of its keys are alike. */
const prepared = readFileSync(
  new URL('fixtures/issuer-keys.test-fixture.pem', import.meta.url),
  'utf8',
).match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g);

export function createSigningKey(kid: string = randomUUID()): SigningKey {
  const pem = prepared?.shift();
  const privateKey = pem
    ? createPrivateKey(pem)
    : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return { kid, x5t: createHash('sha1').update(der).digest('base64url'), privateKey, publicKey };
}

/** The public half as a member of a JWK Set (RFC 7517 section 4). */
export function publicJwk(key: SigningKey): Record<string, unknown> {
  const jwk = key.publicKey.export({ format: 'jwk' });
  return { ...jwk, use: 'sig', alg: 'RS256', kid: key.kid, x5t: key.x5t };
}

/** A header or payload: an object is written as JSON, text and bytes are taken as they are. */
export type Part = object | string | Uint8Array;

/** JWS compact serialization, RFC 7515 section 7.1, with an RSASSA-PKCS1-v1_5 SHA-256 signature. */
export function signCompact(header: Part, payload: Part, privateKey: KeyObject): string {
  const input = `${encodePart(header)}.${encodePart(payload)}`;
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
}

export function encodePart(part: Part): string {
  if (part instanceof Uint8Array) return Buffer.from(part).toString('base64url');
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}
