import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { Refusal } from '../refusal.ts';

/** RFC 7468 section 13, and nothing beside it. */
const PUBLIC_KEY = /^\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/;

/**
 * A job's public key, as SubjectPublicKeyInfo in DER; anything but one on P-256 is refused, without
 * repeating it. Node takes private keys and certificates for public keys as well, so the form is
 * looked at first.
 */
export function parseClientKey(pem: string): Uint8Array<ArrayBuffer> {
  if (/PRIVATE KEY/.test(pem))
    throw refused(
      'has a private key in it, which must not leave its machine; make a new pair, and send the public part alone',
    );
  const [, base64] = PUBLIC_KEY.exec(pem) ?? [];
  if (base64 === undefined)
    throw refused('must be one public key as PEM, from -----BEGIN PUBLIC KEY----- to the end');
  const jwk = jwkOf(base64);
  if (jwk?.kty !== 'EC' || jwk.crv !== 'P-256')
    throw refused('must be a key on the curve P-256 (ES256)');
  // Anew from its point: what came may spell out a curve of its own (CVE-2020-0601).
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return new Uint8Array(key.export({ type: 'spki', format: 'der' }));
}

function jwkOf(base64: string): JsonWebKey | undefined {
  try {
    const der = Buffer.from(base64, 'base64');
    return createPublicKey({ key: der, format: 'der', type: 'spki' }).export({ format: 'jwk' });
  } catch {
    return undefined;
  }
}

function refused(fault: string): Refusal {
  return new Refusal('malformed_request', `The public_key ${fault}.`);
}
