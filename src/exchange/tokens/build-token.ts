import { commonPermissions, type Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import { TOKEN_TYPE, type TokenResponse } from '../../protocol/token-exchange.ts';
import type { Random } from '../system/random.ts';
import type { Grant } from '../trust/relationship.ts';
import { generateSecret, hashSecret, type Secret } from './secret.ts';

/** Seconds, all three. */
export interface LifetimeLimits {
  min: number;
  default: number;
  max: number;
}

/** What the store keeps of a new build token: the secret's hash, never the secret. */
export interface MintedToken {
  id: string;
  /** SHA-256 of the whole token, 32 bytes. */
  hash: Uint8Array;
  /** Seconds since the epoch. */
  createdAt: number;
  expiresAt: number;
}

export interface BuildToken {
  secret: Secret;
  /** Seconds. */
  lifetime: number;
  stored: MintedToken;
}

/** Makes the secret and what the store keeps of it; nothing is issued before the store has it. */
export function mintBuildToken(lifetime: number, now: number, random: Random): BuildToken {
  const secret = generateSecret('build', random);
  return {
    secret,
    lifetime,
    stored: {
      id: random.id(),
      hash: hashSecret(secret),
      createdAt: now,
      expiresAt: now + lifetime,
    },
  };
}

/** What was wanted, within what every relationship involved and the server allow. */
export function clampLifetime(
  wanted: number | null,
  grants: readonly Pick<Grant, 'maxLifetime'>[],
  limits: LifetimeLimits,
): number {
  const maximum = Math.min(limits.max, ...grants.map((grant) => grant.maxLifetime ?? limits.max));
  return Math.min(Math.max(wanted ?? limits.default, limits.min), maximum);
}

interface Granted {
  project: ProjectPath;
  permissions: readonly Permission[];
}

/** RFC 8693 section 2.2.1. `reference` is the id of the audit event. */
export function tokenResponse(
  { secret, lifetime }: BuildToken,
  grants: readonly Granted[],
  reference: string,
): TokenResponse {
  const scope = commonPermissions(grants.map(({ permissions }) => permissions)).join(' ');
  return {
    access_token: secret.text,
    issued_token_type: TOKEN_TYPE.accessToken,
    token_type: 'Bearer',
    expires_in: lifetime,
    ...(scope && { scope }),
    projects: grants.map(({ project }) => project),
    grants: grants.map(({ project, permissions }) => ({ project, permissions: [...permissions] })),
    reference,
  };
}
