import type { Random } from '../system/random.ts';
import { makeKeys, type StoredKey } from './keys.ts';
import { loadX509, SIGNATURE, serialNumber, validityFields } from './x509.ts';

/** A key that others are told to trust, private part included. It signs nothing but leaves. */
export interface Authority extends StoredKey {
  /** PEM. */
  certificate: string;
  /** Seconds since the epoch. */
  createdAt: number;
  expiresAt: number;
}

export interface Making {
  /** Seconds since the epoch. */
  now: number;
  random: Random;
}

/** Dated back for machines whose clock is slow. Seconds. */
const BACKDATED = 3600;

/** Its common name, which may hold the id of its key, and its life in seconds. */
interface Described {
  name(keyId: string): string;
  life: number;
}

export async function makeAuthority(
  { name, life }: Described,
  { now, random }: Making,
): Promise<Authority> {
  const x509 = await loadX509();
  const { keys, stored } = await makeKeys();
  const expiresAt = now + life;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name(stored.id)] }],
    keys,
    ...validityFields({ from: now - BACKDATED, until: expiresAt }),
    serialNumber: serialNumber(random),
    signingAlgorithm: SIGNATURE,
    extensions: [
      // No certificate authority below it: leaves only.
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { ...stored, certificate: certificate.toString('pem'), createdAt: now, expiresAt };
}
