import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { JsonGeneralNames } from '@peculiar/x509';
import { type Authority, makeAuthority } from '../../../src/exchange/certificates/authority.ts';
import { issueLeaf } from '../../../src/exchange/certificates/leaf.ts';
import { loadX509, type Validity } from '../../../src/exchange/certificates/x509.ts';
import { systemRandom } from '../../../src/exchange/system/random.ts';
import type { TlsIdentity } from '../loopback.ts';

/** Seconds. */
const HOUR = 3600;

export const clockSeconds = () => Math.floor(Date.now() / 1000);

/** Begun an hour ago, over in an hour. */
export function inForce(): Validity {
  return { from: clockSeconds() - HOUR, until: clockSeconds() + HOUR };
}

/** Over for an hour. */
export function expired(): Validity {
  return { from: clockSeconds() - 2 * HOUR, until: clockSeconds() - HOUR };
}

export function testAuthority(name: string): Promise<Authority> {
  const making = { now: clockSeconds(), random: systemRandom };
  return makeAuthority({ name: () => name, life: 24 * HOUR }, making);
}

/** Another authority that says it is this one. */
export function namesakeOf({ certificate }: Signer): Promise<Authority> {
  return testAuthority(new X509Certificate(certificate).subject.replace(/^CN=/, ''));
}

/** Certificate and key of a server that has these DNS names and addresses; none: only a common name. */
export async function serverIdentity(
  authority: Authority,
  names: readonly string[],
  validity = inForce(),
): Promise<TlsIdentity> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = await issue(authority, {
    ...validity,
    name: 'builder.test',
    publicKey,
    names: names.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value })),
  });
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** A certificate and its private key. */
export type Signer = Pick<Authority, 'jwk' | 'certificate'>;

/** What a builder authority signs for a job. */
export function clientCertificate(
  authority: Signer,
  publicKey: string,
  projectUrl: string,
  validity = inForce(),
): Promise<string> {
  const names = [{ type: 'url', value: projectUrl } as const];
  return issue(authority, {
    ...validity,
    name: 'a job',
    publicKey: createPublicKey(publicKey),
    names,
  });
}

interface Order extends Validity {
  name: string;
  publicKey: KeyObject;
  names: JsonGeneralNames;
}

async function issue(authority: Signer, order: Order): Promise<string> {
  const { names, publicKey: key, ...leaf } = order;
  const x509 = await loadX509();
  const publicKey = new Uint8Array(key.export({ type: 'spki', format: 'der' }));
  const extensions = names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : [];
  const certificate = await issueLeaf(authority, { ...leaf, publicKey, extensions }, systemRandom);
  return certificate.toString('pem');
}
