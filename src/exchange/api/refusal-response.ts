import type { Reason } from '../../protocol/reasons.ts';
import type {
  DepotExchangeResponse,
  OAuthError,
  RefusalResponse,
  Requested,
} from '../../protocol/token-exchange.ts';
import type { Refusal } from '../refusal.ts';
import type { TrustRequest } from '../trust/relationship.ts';
import { json } from './answer.ts';

interface Mapped {
  status: number;
  error: OAuthError;
  /** Seconds, for a refusal that does not say itself when to come back. */
  retryAfter?: number;
}

const INVALID_REQUEST = { status: 400, error: 'invalid_request' } as const;
const INVALID_TARGET = { status: 400, error: 'invalid_target' } as const;
const INVALID_SCOPE = { status: 400, error: 'invalid_scope' } as const;

/** The one map from what went wrong inside to what is said outside. */
const BY_REASON: Record<Reason, Mapped> = {
  malformed_token: INVALID_REQUEST,
  unknown_issuer: INVALID_REQUEST,
  issuer_disabled: INVALID_REQUEST,
  bad_signature: INVALID_REQUEST,
  unknown_key: INVALID_REQUEST,
  wrong_audience: INVALID_REQUEST,
  expired: INVALID_REQUEST,
  not_yet_valid: INVALID_REQUEST,
  missing_claim: INVALID_REQUEST,
  replayed: INVALID_REQUEST,
  run_revoked: INVALID_REQUEST,
  unknown_token: INVALID_REQUEST,
  token_revoked: INVALID_REQUEST,
  derivation_too_deep: INVALID_REQUEST,
  oidc_only: INVALID_TARGET,
  malformed_request: INVALID_REQUEST,
  no_trust_relationship: INVALID_TARGET,
  condition_failed: INVALID_TARGET,
  privileged_event: INVALID_TARGET,
  project_required: INVALID_TARGET,
  project_not_granted: INVALID_TARGET,
  permission_not_granted: INVALID_SCOPE,
  rate_limited: { status: 429, error: 'temporarily_unavailable', retryAfter: 60 },
  issuer_unavailable: { status: 503, error: 'temporarily_unavailable', retryAfter: 30 },
  store_unavailable: { status: 503, error: 'temporarily_unavailable', retryAfter: 5 },
  internal_error: { status: 500, error: 'server_error' },
  // Of builder credentials alone, whose answers have no `error`.
  build_token_required: { status: 403, error: 'invalid_request' },
  builder_not_configured: { status: 409, error: 'invalid_request' },
};

/** Where one reason has several faces, RFC 6749 and RFC 8693 have a word for each. */
const BY_KIND: Record<NonNullable<Refusal['details']['kind']>, Mapped> = {
  unsupported_grant_type: { status: 400, error: 'unsupported_grant_type' },
  invalid_target: INVALID_TARGET,
  invalid_scope: INVALID_SCOPE,
  too_large: { status: 413, error: 'invalid_request' },
};

/** Refused, and the id of the audit event that tells why. */
export interface Refused {
  refusal: Refusal;
  reference: string;
}

/** `request`: as far as it could be read. */
export function refusalResponse(
  { refusal, reference }: Refused,
  request: TrustRequest | undefined,
): Response {
  const { status, error, headers } = oauthErrorOf(refusal);
  const body: RefusalResponse = {
    error,
    error_description: refusal.message,
    ...publicMembers(refusal, reference),
    ...(request && { requested: requestedOf(request) }),
  };
  return json(status, body, headers);
}

/** The same in the shape of `POST /auth/oidc/github-actions`. */
export function depotRefusalResponse({ refusal, reference }: Refused): Response {
  const { status, headers } = oauthErrorOf(refusal);
  const body: DepotExchangeResponse = {
    ok: false,
    error: refusal.message,
    ...publicMembers(refusal, reference),
  };
  return json(status, body, headers);
}

function requestedOf({ projects, permissions }: TrustRequest): Requested {
  return {
    ...(projects && { projects: [...projects] }),
    ...(permissions && { permissions: [...permissions] }),
  };
}

function publicMembers({ reason, details: { claims } }: Refusal, reference: string) {
  return { reason, reference, ...(claims?.length && { claims: [...claims] }) };
}

/** Status, `error` and headers that go with a refusal. */
export function oauthErrorOf({ reason, details }: Refusal) {
  const { status, error, retryAfter } = details.kind ? BY_KIND[details.kind] : BY_REASON[reason];
  const seconds = details.retryAfter ?? retryAfter;
  const headers = seconds === undefined ? {} : { 'retry-after': `${Math.ceil(seconds)}` };
  return { status, error, headers };
}
