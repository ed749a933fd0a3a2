import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { githubClaims } from '../../__tests__/support/github-claims.ts';
import type { SigningKey } from '../../__tests__/support/jws.ts';

/** Seconds: long enough for a whole run, short enough for the exchange to accept. */
const LIFETIME = 3000;

export interface IdTokens {
  issuer: string;
  audience: string;
  key: SigningKey;
  /** Of how many repositories, among those that `seed` makes relationships for; left out: of acme/web. */
  repositories?: number | undefined;
}

/** ID tokens of one job, alike but for `jti` and the repository. */
export function signIdTokens(
  count: number,
  { issuer, audience, key, repositories }: IdTokens,
): Promise<string[]> {
  const now = Date.now();
  const exp = Math.floor(now / 1000) + LIFETIME;
  const stride = Math.max(1, Math.floor((repositories ?? 0) / count));
  return signMany(count, key, (index) => {
    const repository = repositories && seededRepository(1 + ((index * stride) % repositories));
    return { ...githubClaims({ issuer, audience, now }, repository || {}), exp };
  });
}

/** What tells the repository of a seeded relationship from others. */
function seededRepository(number: number): Record<string, string> {
  return {
    repository: `other/r${number}`,
    repository_id: `${number}`,
    repository_owner_id: `${number}`,
  };
}

/** The same claims as assertions of an OAuth client: RFC 7523 section 3. */
export function signAssertions(
  count: number,
  { client, audience, key }: { client: string; audience: string; key: SigningKey },
): Promise<string[]> {
  const now = Date.now();
  const claims = githubClaims({ issuer: client, audience, now }, { sub: client });
  return signMany(count, key, () => ({ ...claims, exp: Math.floor(now / 1000) + LIFETIME }));
}

/** WebCrypto signs on its own threads: all cores at work. */
function signMany(
  count: number,
  key: SigningKey,
  claimsOf: (index: number) => Record<string, unknown>,
): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      new SignJWT({ ...claimsOf(index), jti: randomUUID() })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid, x5t: key.x5t })
        .sign(key.privateKey),
    ),
  );
}
