import { decodeJwt } from 'jose/jwt/decode';
import { oneLine } from './one-line.ts';

/** Claims that say which job this is; what is not named here never leaves the ID token. */
export const SHOWN_CLAIMS = [
  'repository',
  'repository_id',
  'repository_owner_id',
  'ref',
  'event_name',
  'environment',
  'workflow_ref',
  'job_workflow_ref',
  'sub',
  'aud',
  'iss',
  'sha',
  'run_id',
  'run_attempt',
  'actor',
  'runner_environment',
] as const;

type ShownClaim = (typeof SHOWN_CLAIMS)[number];

export interface OwnClaims {
  /** Each in one line. */
  shown: Partial<Record<ShownClaim, string>>;
  /** `iat`: milliseconds since the epoch on GitHub's clock. */
  issuedAt?: number;
}

/** What our own ID token says, for people; judging it is the exchange's part. */
export function ownClaims(idToken: string): OwnClaims {
  try {
    const payload = decodeJwt(idToken);
    const entries = SHOWN_CLAIMS.filter((name) => payload[name] !== undefined).map(
      (name) => [name, oneLine(String(payload[name]))] as const,
    );
    return {
      shown: Object.fromEntries(entries),
      ...(payload.iat !== undefined && { issuedAt: payload.iat * 1000 }),
    };
  } catch {
    return { shown: {} };
  }
}
