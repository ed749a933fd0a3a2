import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Certificates without fault (`settings.ts`) in one form (RFC 7468 section 3): line ends, indentation
 * and what `openssl x509 -text` puts around them make no difference then.
 */
export function canonicalServerCa(pem: string): string {
  return certificatesIn(pem)
    .map((certificate) => certificate.toString())
    .join('');
}

/** Each in a few words: `CN=Builders (SHA-256 5f0c…), until 2036-11-24`. */
export function describeServerCa(pem: string): string[] {
  return certificatesIn(pem).map(({ subject, fingerprint256, validToDate }) => {
    const name = subject?.split('\n').at(-1) ?? 'without a name';
    const fingerprint = fingerprint256.replaceAll(':', '').slice(0, 16).toLowerCase();
    return `${name} (SHA-256 ${fingerprint}…), until ${validToDate.toISOString().slice(0, 10)}`;
  });
}

function certificatesIn(pem: string): X509Certificate[] {
  return (pem.match(CERTIFICATE) ?? []).map(certificateOf);
}

/** Of one block, even if YAML has folded its lines, which OpenSSL does not read. Throws on nonsense. */
export function certificateOf(block: string): X509Certificate {
  return new X509Certificate(Buffer.from(block.replaceAll(/-----[A-Z ]+-----/g, ''), 'base64'));
}
