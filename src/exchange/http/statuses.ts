import type { Reason } from '../../protocol/reasons.ts';
import type { RegistryErrorCode } from '../../protocol/registry-token.ts';
import type { OAuthError } from '../../protocol/token-exchange.ts';
import type { ProblemCode } from '../flows/admin/problem.ts';
import type { Refusal } from '../refusal.ts';

/** How one code is answered, by what asks. */
interface Answers {
  /** The token endpoint and its like: RFC 6749 section 5.2, RFC 8693 section 2.2.2. */
  oauth?: readonly [status: number, error: OAuthError];
  /** What a token of ours is shown to as a bearer token (RFC 6750 section 3.1), unless as for `oauth`. */
  bearer?: number;
  /**
   * Clients of registries, unless as for `oauth` and UNSUPPORTED. Of all that is no outage, skopeo, podman and
   * buildah print the message for 401 only. To Docker's clients the code matters: after UNAUTHORIZED some of
   * them ask for another login, after DENIED none does.
   */
  registry?: readonly [status: number, code: RegistryErrorCode];
  /** Problem documents of the admin API (RFC 9457). */
  problem?: readonly [status: number, title: string];
  /** Seconds, for a refusal that does not say itself when to come back. */
  retryAfter?: number;
}

const REFUSED = 'The request was not carried out';

/** The one table from what went wrong inside to what is said outside. */
const ANSWERS = {
  malformed_token: {
    oauth: [400, 'invalid_request'],
    bearer: 401,
    registry: [401, 'UNAUTHORIZED'],
  },
  unknown_token: { oauth: [400, 'invalid_request'], bearer: 401, registry: [401, 'UNAUTHORIZED'] },
  token_revoked: { oauth: [400, 'invalid_request'], bearer: 401, registry: [401, 'UNAUTHORIZED'] },
  expired: { oauth: [400, 'invalid_request'], bearer: 401, registry: [401, 'UNAUTHORIZED'] },
  oidc_only: { oauth: [400, 'invalid_target'], bearer: 403, registry: [401, 'DENIED'] },
  project_not_granted: { oauth: [400, 'invalid_target'], bearer: 403, registry: [401, 'DENIED'] },
  permission_not_granted: { oauth: [400, 'invalid_scope'], bearer: 403, registry: [401, 'DENIED'] },

  unknown_issuer: { oauth: [400, 'invalid_request'] },
  issuer_disabled: { oauth: [400, 'invalid_request'] },
  bad_signature: { oauth: [400, 'invalid_request'] },
  unknown_key: { oauth: [400, 'invalid_request'] },
  wrong_audience: { oauth: [400, 'invalid_request'] },
  not_yet_valid: { oauth: [400, 'invalid_request'] },
  missing_claim: { oauth: [400, 'invalid_request'] },
  replayed: { oauth: [400, 'invalid_request'] },
  run_revoked: { oauth: [400, 'invalid_request'] },
  derivation_too_deep: { oauth: [400, 'invalid_request'] },
  no_trust_relationship: { oauth: [400, 'invalid_target'] },
  condition_failed: { oauth: [400, 'invalid_target'] },
  privileged_event: { oauth: [400, 'invalid_target'] },
  project_required: { oauth: [400, 'invalid_target'] },

  // Of builder credentials alone, whose answers have no `error`.
  build_token_required: { oauth: [403, 'invalid_request'] },
  builder_not_configured: { oauth: [409, 'invalid_request'] },

  invalid_request: { problem: [400, 'The request cannot be understood'] },
  unauthenticated: { problem: [401, 'No valid token was sent'] },
  forbidden: { problem: [403, 'Not allowed'] },
  not_found: { problem: [404, 'Not found'] },
  method_not_allowed: { problem: [405, 'Method not allowed'] },
  taken: { problem: [409, 'The name is taken'] },
  conflict: { problem: [409, 'The state does not allow this'] },
  gone: { problem: [410, 'No longer there'] },
  quota_exceeded: { problem: [409, 'A quota is full'] },
  precondition_failed: { problem: [412, 'It was changed meanwhile'] },
  idempotency_key_reused: { problem: [422, 'The Idempotency-Key was used before'] },
  keys_unavailable: { problem: [503, 'The keys of the sender cannot be had'] },

  malformed_request: { oauth: [400, 'invalid_request'], problem: [400, REFUSED] },
  rate_limited: {
    oauth: [429, 'temporarily_unavailable'],
    registry: [429, 'TOOMANYREQUESTS'],
    problem: [429, REFUSED],
    retryAfter: 60,
  },
  issuer_unavailable: {
    oauth: [503, 'temporarily_unavailable'],
    registry: [503, 'UNAVAILABLE'],
    retryAfter: 30,
  },
  store_unavailable: {
    oauth: [503, 'temporarily_unavailable'],
    registry: [503, 'UNAVAILABLE'],
    problem: [503, REFUSED],
    retryAfter: 5,
  },
  internal_error: {
    oauth: [500, 'server_error'],
    registry: [500, 'UNKNOWN'],
    problem: [500, 'The exchange failed on its side'],
  },
} as const satisfies Record<Reason, AnswersToRefusals> &
  Record<ProblemCode, Answers & Pick<Required<Answers>, 'problem'>>;

/** Where one reason has several faces, RFC 6749 and RFC 8693 have a word for each. */
const KINDS: Record<NonNullable<Refusal['details']['kind']>, Answers> = {
  unsupported_grant_type: { oauth: [400, 'unsupported_grant_type'] },
  // A registry that is not registered here is found out by whoever uses it, with whatever client.
  invalid_target: { oauth: [400, 'invalid_target'], registry: [401, 'UNSUPPORTED'] },
  invalid_scope: { oauth: [400, 'invalid_scope'] },
  too_large: { oauth: [413, 'invalid_request'], problem: [413, REFUSED] },
};

/** Every code that a problem document may have. */
export const PROBLEM_CODES = Object.entries<Answers>(ANSWERS).flatMap(([code, { problem }]) =>
  problem ? [code] : [],
);

/** Every status that a problem document may have; 413 is that of a body that is too large. */
export type ProblemStatus =
  | Extract<(typeof ANSWERS)[keyof typeof ANSWERS], { problem: unknown }>['problem'][0]
  | 413;

/** As the token endpoint and its like answer a refusal. */
export function oauthAnswer(refusal: Refusal) {
  const answers = answersOf(refusal);
  const [status, error] = answers.oauth;
  return { status, error, headers: headersOf(refusal, answers) };
}

/** As an endpoint does to which a token of ours is shown as a bearer token. */
export function bearerAnswer(refusal: Refusal) {
  const answers = answersOf(refusal);
  return { status: answers.bearer ?? answers.oauth[0], headers: headersOf(refusal, answers) };
}

/** As clients of registries hear it. */
export function registryAnswer(refusal: Refusal) {
  const answers = answersOf(refusal);
  const [status, code] = answers.registry ?? ([answers.oauth[0], 'UNSUPPORTED'] as const);
  return { status, code, headers: headersOf(refusal, answers) };
}

/** As the admin API does in a problem document. */
export function problemAnswer(failure: Refusal | ProblemCode | 'internal_error') {
  if (typeof failure === 'string') {
    const [status, title] = ANSWERS[failure].problem;
    return { status, title, headers: {} };
  }
  const answers = answersOf(failure);
  const [status, title] = answers.problem ?? [answers.oauth[0], REFUSED];
  return { status, title, headers: headersOf(failure, answers) };
}

type AnswersToRefusals = Answers & Pick<Required<Answers>, 'oauth'>;

function answersOf({ reason, details: { kind } }: Refusal): AnswersToRefusals {
  return kind ? { ...ANSWERS[reason], ...KINDS[kind] } : ANSWERS[reason];
}

function headersOf({ details }: Refusal, { retryAfter }: Answers): Record<string, string> {
  const seconds = details.retryAfter ?? retryAfter;
  return seconds === undefined ? {} : { 'retry-after': `${Math.ceil(seconds)}` };
}
