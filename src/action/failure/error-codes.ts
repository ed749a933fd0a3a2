import { REASONS, type Reason } from '../../protocol/reasons.ts';

/** Causes that the action itself finds, in the order of a job's way to its token; docs/refusals.md has an entry for each. */
const OWN_CODES = [
  'node_too_old',
  'inputs_invalid',
  'id_token_permission_missing',
  'id_token_fork_pull_request',
  'id_token_dependabot',
  'id_token_reusable_workflow',
  'id_token_not_offered',
  'fallback_token_missing',
  'id_token_refused',
  'id_token_unavailable',
  'proxy_invalid',
  'proxy_unreachable',
  'proxy_refused',
  'exchange_unreachable',
  'exchange_certificate_untrusted',
  'exchange_timeout',
  'exchange_redirected',
  'exchange_answer_truncated',
  'exchange_answer_too_large',
  'exchange_answer_invalid',
  'exchange_unavailable',
  'exchange_refused',
  'docker_not_ready',
  'builder_not_ready',
  'builder_credentials_unavailable',
  'builder_unreachable',
  'builder_certificate_untrusted',
  'builder_name_mismatch',
  'builder_refused_certificate',
  'builder_not_http2',
  'unexpected_error',
] as const;

/** The closed list of values of the output `error-code`: our own, and the exchange's reasons. */
export const ERROR_CODES = [...OWN_CODES, ...REASONS] as const;

export type OwnCode = (typeof OWN_CODES)[number];
export type ErrorCode = OwnCode | Reason;

/** Where a code is explained at length. */
export function pageOf(code: ErrorCode): string {
  return `https://github.com/dockpass/dockpass/blob/main/docs/refusals.md#${code}`;
}
