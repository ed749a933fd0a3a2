/** Who vouches for a builder's own certificate: `server_ca`, PEM with one certificate or several. */

import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Characters; room for a dozen certificates. */
export const MAX_SERVER_CA_LENGTH = 32_768;

/** RFC 7468: a block and what it says it is. Text around blocks explains them. */
const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[A-Za-z0-9+/=\s]+-----END \1-----/g;

/**
 * Why PEM may not stand there. Whether its certificates are in force is for the handshake to say. No
 * fault repeats the text, which may be a private key that was pasted by mistake.
 */
export function serverCaFault(pem: string): string | undefined {
  if (/PRIVATE KEY/.test(pem))
    return 'has a private key in it, which must stay where it is; send the certificates only, and replace that key';
  if (pem.length > MAX_SERVER_CA_LENGTH)
    return `is longer than ${MAX_SERVER_CA_LENGTH} characters; send only the authorities of the builder's certificate`;
  const blocks = [...pem.matchAll(PEM_BLOCK)];
  if (blocks.length === 0 || blocks.length !== pem.split('-----BEGIN ').length - 1)
    return 'is not a valid PEM certificate; send the whole text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----';
  const unfit = blocks.findIndex(([block, label]) => label !== 'CERTIFICATE' || !isReadable(block));
  if (unfit < 0) return undefined;
  return `has a block, number ${unfit + 1}, that is not a certificate; send certificates only, each whole`;
}

/**
 * Certificates without fault in one form (RFC 7468 section 3): line ends, indentation and what
 * `openssl x509 -text` puts around them make no difference then.
 */
export function canonicalServerCa(pem: string): string {
  return certificatesIn(pem)
    .map((certificate) => certificate.toString())
    .join('');
}

/** Each in a few words: `CN=Builders (SHA-256 5f0c…), until 2036-11-24`. */
export function describeServerCa(pem: string): string[] {
  return certificatesIn(pem).map(describe);
}

/** In the same words, those that are over at `now`, in seconds since the epoch. */
export function describeExpired(pem: string, now: number): string[] {
  return certificatesIn(pem)
    .filter(({ validToDate }) => validToDate.getTime() <= now * 1000)
    .map(describe);
}

/** The likeliest mix-up: both are `ca.pem` to somebody. Undefined, or why it may not stand there. */
export function ownAuthorityFault(
  serverCa: string,
  authorities: readonly { certificate: string }[],
): string | undefined {
  const own = authorities.flatMap(({ certificate }) => certificatesIn(certificate));
  const isOwn = (one: X509Certificate) => own.some(({ raw }) => raw.equals(one.raw));
  if (!certificatesIn(serverCa).some(isOwn)) return undefined;
  return "has the project's builder authority, which vouches for jobs; give the certificate of the authority that signed the builder's own certificate";
}

function describe({ subject, fingerprint256, validToDate }: X509Certificate): string {
  const name = subject?.split('\n').at(-1) ?? 'without a name';
  const fingerprint = fingerprint256.replaceAll(':', '').slice(0, 16).toLowerCase();
  return `${name} (SHA-256 ${fingerprint}…), until ${validToDate.toISOString().slice(0, 10)}`;
}

function certificatesIn(pem: string): X509Certificate[] {
  return (pem.match(CERTIFICATE) ?? []).map(certificateOf);
}

function isReadable(block: string): boolean {
  try {
    return certificateOf(block).raw.length > 0;
  } catch {
    return false;
  }
}

/** Of one block, even if YAML has folded its lines, which OpenSSL does not read. Throws on nonsense. */
function certificateOf(block: string): X509Certificate {
  return new X509Certificate(Buffer.from(block.replaceAll(/-----[A-Z ]+-----/g, ''), 'base64'));
}
