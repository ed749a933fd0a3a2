import { type Members, parseMembers } from './answer.ts';
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

export type ShownClaim = (typeof SHOWN_CLAIMS)[number];

export interface OwnClaims {
  /** Each in one line. */
  shown: Partial<Record<ShownClaim, string>>;
  /** `iat`: milliseconds since the epoch on GitHub's clock. */
  issuedAt?: number;
}

/** What our own ID token says, for people; judging it is the exchange's part. */
export function ownClaims(idToken: string): OwnClaims {
  const claims = unverifiedPayload(idToken);
  const entries = SHOWN_CLAIMS.filter((name) => claims[name] !== undefined).map(
    (name) => [name, oneLine(String(claims[name]))] as const,
  );
  const { iat } = claims;
  return {
    shown: Object.fromEntries(entries),
    ...(typeof iat === 'number' && { issuedAt: iat * 1000 }),
  };
}

/** RFC 7519 section 7.2 as far as the payload; nothing is decided by it, so nothing is checked. */
function unverifiedPayload(idToken: string): Members {
  const [, payload = ''] = idToken.split('.');
  return parseMembers(Buffer.from(payload, 'base64url').toString()) ?? {};
}
