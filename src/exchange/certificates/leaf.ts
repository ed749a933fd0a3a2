import type { Extension, PublicKeyType, X509Certificate } from '@peculiar/x509';
import type { Random } from '../system/random.ts';
import type { Authority } from './authority.ts';
import { signingKeyOf } from './keys.ts';
import { loadX509, SIGNATURE, serialNumber, type Validity, validityFields } from './x509.ts';

interface LeafRequest extends Validity {
  /** Common name; at most 64 characters (RFC 5280 appendix A.1, `ub-common-name`). */
  name: string;
  publicKey: PublicKeyType;
  /** Beside those of every leaf. */
  extensions?: readonly Extension[];
}

/** A certificate that can vouch for nobody else; its key signs and does nothing else. */
export async function issueLeaf(
  authority: Pick<Authority, 'jwk' | 'certificate'>,
  { name, publicKey, extensions = [], ...validity }: LeafRequest,
  random: Random,
): Promise<X509Certificate> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(authority.certificate);
  return await x509.X509CertificateGenerator.create({
    subject: [{ CN: [name] }],
    issuer: issuer.subjectName,
    publicKey,
    signingKey: await signingKeyOf(authority),
    ...validityFields(validity),
    serialNumber: serialNumber(random),
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...extensions,
    ],
  });
}
