import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Records } from '../../../src/exchange/stores/ports/records.ts';
import { PRIVATE_CA_FILE, serverIdentity } from '../../support/tls.ts';

/** Somebody who could vouch for a builder's own certificate; PEM in its canonical form. */
export const SERVER_CA = readFileSync(PRIVATE_CA_FILE, 'utf8');

/** Another certificate, as if it were of an authority. */
export const OTHER_CA = serverIdentity().cert;

const ENDPOINT = 'tcp://builder.example.com:1234';

/** What an administrator says of a builder. */
export const SETTINGS = { endpoint: ENDPOINT, server_ca: SERVER_CA };

/** The same as it is stored. */
export const STORED = {
  endpoint: ENDPOINT,
  serverName: 'builder.example.com',
  serverCa: SERVER_CA,
};

/** A builder for the project, and two authorities for its clients, which cannot sign; returns the elder's id. */
export async function furnishBuilder(
  { builders, builderAuthorities }: Records,
  projectId: string,
  now: number,
): Promise<string> {
  await builders.put({ projectId, ...STORED, createdAt: now });
  const [id, next] = [newId(), newId()];
  const authority = { projectId, jwk: '{}', certificate: 'PEM', expiresAt: now + 3600 };
  await builderAuthorities.insert({ ...authority, id, createdAt: now });
  await builderAuthorities.insert({ ...authority, id: next, createdAt: now + 1 });
  return id;
}

const newId = () => randomBytes(32).toString('base64url');
