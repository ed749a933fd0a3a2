import type { Reason } from '../../protocol/reasons.ts';
import type { RegistryErrorCode, RegistryErrorResponse } from '../../protocol/registry-token.ts';
import type { Refusal } from '../refusal.ts';
import { json } from './answer.ts';
import { oauthErrorOf, type Refused } from './refusal-response.ts';

/**
 * What is answered with 401: of all that is no outage, skopeo, podman and buildah print the message for that
 * status only. To Docker's clients the code matters: after `UNAUTHORIZED` some of them ask for another login,
 * after `DENIED` none does.
 */
const BY_REASON: Partial<Record<Reason, RegistryErrorCode>> = {
  malformed_token: 'UNAUTHORIZED',
  unknown_token: 'UNAUTHORIZED',
  token_revoked: 'UNAUTHORIZED',
  expired: 'UNAUTHORIZED',
  oidc_only: 'DENIED',
  project_not_granted: 'DENIED',
  permission_not_granted: 'DENIED',
};

const BY_STATUS = new Map<number, RegistryErrorCode>([
  [429, 'TOOMANYREQUESTS'],
  [500, 'UNKNOWN'],
  [503, 'UNAVAILABLE'],
]);

/** A 401 must have one (RFC 9110 section 15.5.2). */
const CHALLENGE = { 'www-authenticate': 'Basic realm="dockpass"' };

/** A refusal in the shape whose message clients of registries print. */
export function registryRefusal({
  refusal,
  reference,
}: Pick<Refused, 'refusal'> & { reference: string | null }): Response {
  const { reason, message } = refusal;
  const detail = { reason, ...(reference !== null && { reference }) };
  const code = unauthorizedCode(refusal);
  if (code) return registryError(401, { code, message, detail }, CHALLENGE);
  const { status, headers } = oauthErrorOf(refusal);
  const other = BY_STATUS.get(status) ?? 'UNSUPPORTED';
  return registryError(status, { code: other, message, detail }, headers);
}

/** A registry that is not registered here is found out by whoever uses it, with whatever client. */
function unauthorizedCode({ reason, details }: Refusal): RegistryErrorCode | undefined {
  if (reason === 'malformed_request' && details.kind === 'invalid_target') return 'UNSUPPORTED';
  return BY_REASON[reason];
}

/** The request has no credentials that we understand. */
export function loginNeeded(message: string): Response {
  return registryError(401, { code: 'UNAUTHORIZED', message }, CHALLENGE);
}

function registryError(
  status: number,
  error: RegistryErrorResponse['errors'][number],
  headers: Record<string, string>,
): Response {
  const body: RegistryErrorResponse = { errors: [error] };
  return json(status, body, headers);
}
