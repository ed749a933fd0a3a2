import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import type { RegistryKey } from '../stores/registry-port.ts';
import type { Random } from '../system/random.ts';

/** Distribution 2.8 panics at the start if there is an Ed25519 certificate in its bundle. */
export const REGISTRY_ALGORITHM = 'ES256';

const DAY = 86_400;

/** Registries are told of a new root by hand, so it lasts. Seconds. */
export const ROOT_LIFE = 20 * 365 * DAY;

/** What a leaf in wrong hands is good for; registries know no revocation. Seconds. */
export const LEAF_LIFE = 30 * DAY;

/** For registries whose clock is slow. Seconds. */
const BACKDATED = 3600;

interface Making {
  /** Seconds since the epoch. */
  now: number;
  random: Random;
}

/** A key that registries are told to trust. It signs nothing but leaves. */
export async function makeRoot({ now, random }: Making): Promise<RegistryKey> {
  const x509 = await loadX509();
  const keys = await generateKeyPair(REGISTRY_ALGORITHM, { extractable: true });
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=Dockpass registry root ${new Date(now * 1000).toISOString().slice(0, 10)}`,
    keys,
    ...validity(now, ROOT_LIFE),
    serialNumber: serialNumber(random),
    signingAlgorithm: SIGNING,
    extensions: [
      // No certificate authority below it: leaves only.
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    kind: 'root',
    issuerId: null,
    createdAt: now,
    expiresAt: now + ROOT_LIFE,
    certificate: certificate.toString('pem'),
    ...(await keyFields(keys.privateKey)),
  };
}

/** A key that signs tokens, vouched for by the root. */
export async function makeLeaf(root: RegistryKey, { now, random }: Making): Promise<RegistryKey> {
  const x509 = await loadX509();
  const keys = await generateKeyPair(REGISTRY_ALGORITHM, { extractable: true });
  const issuer = new x509.X509Certificate(root.certificate);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=Dockpass registry tokens',
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: (await importJWK(JSON.parse(root.jwk), REGISTRY_ALGORITHM)) as CryptoKey,
    ...validity(now, LEAF_LIFE),
    serialNumber: serialNumber(random),
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return {
    kind: 'leaf',
    issuerId: root.id,
    createdAt: now,
    expiresAt: now + LEAF_LIFE,
    certificate: certificate.toString('pem'),
    ...(await keyFields(keys.privateKey)),
  };
}

const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

function validity(now: number, life: number) {
  return {
    notBefore: new Date((now - BACKDATED) * 1000),
    notAfter: new Date((now + life) * 1000),
  };
}

/** RFC 5280 section 4.1.2.2: positive, at most 20 bytes; the first bit would make it negative. */
function serialNumber(random: Random): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

/** By its RFC 7638 thumbprint, so that no two keys share an id. */
async function keyFields(privateKey: CryptoKey): Promise<{ id: string; jwk: string }> {
  const jwk = await exportJWK(privateKey);
  return { id: await calculateJwkThumbprint(jwk), jwk: JSON.stringify(jwk) };
}

/** Loaded when a certificate is made, once in twenty days: it costs a quarter of the program's start. */
async function loadX509() {
  await import('reflect-metadata');
  return await import('@peculiar/x509');
}
