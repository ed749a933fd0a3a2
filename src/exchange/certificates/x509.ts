import type { Random } from '../system/random.ts';

/** Every verifier of TLS and of registry tokens takes it; distribution 2.8 panics at Ed25519. */
export const CERTIFICATE_ALGORITHM = 'ES256';

/** The same as the Web Cryptography API has it. */
export const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };

/** Loaded when a certificate is made: it costs a quarter of the program's start. */
export async function loadX509() {
  await import('reflect-metadata');
  return await import('@peculiar/x509');
}

/** Both in seconds since the epoch; a certificate is valid in either of them, too (RFC 5280 section 4.1.2.5). */
export interface Validity {
  from: number;
  until: number;
}

export function validityFields({ from, until }: Validity) {
  return { notBefore: new Date(from * 1000), notAfter: new Date(until * 1000) };
}

/** RFC 5280 section 4.1.2.2: positive, at most 20 bytes; the first bit would make it negative. */
export function serialNumber(random: Random): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
