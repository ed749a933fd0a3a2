/** Those that only builder credentials are refused for. */
export const BUILDER_REASONS = ['build_token_required', 'builder_not_configured'] as const;

/**
 * The closed list of causes for which an exchange is refused. A reason is a stable machine code:
 * add one when a new cause appears, never reuse one for another. docs/refusals.md explains each.
 */
export const REASONS = [
  'malformed_token',
  'unknown_issuer',
  'issuer_disabled',
  'bad_signature',
  'unknown_key',
  'wrong_audience',
  'expired',
  'not_yet_valid',
  'missing_claim',
  'replayed',
  'run_revoked',
  'unknown_token',
  'token_revoked',
  'derivation_too_deep',
  'oidc_only',
  'no_trust_relationship',
  'condition_failed',
  'privileged_event',
  'project_required',
  'project_not_granted',
  'permission_not_granted',
  'issuer_unavailable',
  'store_unavailable',
  'rate_limited',
  'malformed_request',
  'internal_error',
  ...BUILDER_REASONS,
] as const;

export type Reason = (typeof REASONS)[number];

export function isReason(text: string): text is Reason {
  return (REASONS as readonly string[]).includes(text);
}
