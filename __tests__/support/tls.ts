import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TlsIdentity } from './loopback.ts';

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', `${name}.test-fixture.pem`);

/** For NODE_EXTRA_CA_CERTS: the private authority that has signed `serverIdentity`. */
export const PRIVATE_CA_FILE = fixture('private-ca');

/** Names that the server's certificate holds for beside 127.0.0.1; DNS never resolves them. */
export const TLS_HOSTS = { exchange: 'exchange.invalid', issuer: 'issuer.invalid' } as const;

/** A certificate that nobody trusts who does not trust PRIVATE_CA_FILE. See fixtures/README.md. */
export function serverIdentity(): TlsIdentity {
  return {
    cert: readFileSync(fixture('server'), 'utf8'),
    key: readFileSync(fixture('server-key'), 'utf8'),
  };
}
