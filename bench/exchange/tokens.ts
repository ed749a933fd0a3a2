import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { githubClaims } from '../../__tests__/support/github-claims.ts';
import type { SigningKey } from '../../__tests__/support/jws.ts';

/** Seconds: long enough for a whole run, short enough for the exchange to accept. */
const LIFETIME = 3000;

/** ID tokens of one job, alike but for `jti`: signing is dearer than anything that is measured. */
export function signIdTokens(
  count: number,
  { issuer, audience, key }: { issuer: string; audience: string; key: SigningKey },
): Promise<string[]> {
  const now = Date.now();
  const claims = githubClaims({ issuer, audience, now }, {});
  return signMany(count, key, { ...claims, exp: Math.floor(now / 1000) + LIFETIME });
}

/** The same claims as assertions of an OAuth client: RFC 7523 section 3. */
export function signAssertions(
  count: number,
  { client, audience, key }: { client: string; audience: string; key: SigningKey },
): Promise<string[]> {
  const now = Date.now();
  const claims = githubClaims({ issuer: client, audience, now }, { sub: client });
  return signMany(count, key, { ...claims, exp: Math.floor(now / 1000) + LIFETIME });
}

/** WebCrypto signs on its own threads: all cores at work. */
function signMany(
  count: number,
  key: SigningKey,
  claims: Record<string, unknown>,
): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, () =>
      new SignJWT({ ...claims, jti: randomUUID() })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid, x5t: key.x5t })
        .sign(key.privateKey),
    ),
  );
}
