import type { Reason } from '../../protocol/reasons.ts';
import type { RegistryErrorCode, RegistryErrorResponse } from '../../protocol/registry-token.ts';
import { json } from './answer.ts';
import { oauthErrorOf, type Refused } from './refusal-response.ts';

interface Mapped {
  status: number;
  code: RegistryErrorCode;
}

const UNAUTHORIZED: Mapped = { status: 401, code: 'UNAUTHORIZED' };
const DENIED: Mapped = { status: 403, code: 'DENIED' };

/** Where clients of registries expect another status than those of the exchange. */
const BY_REASON: Partial<Record<Reason, Mapped>> = {
  malformed_token: UNAUTHORIZED,
  unknown_token: UNAUTHORIZED,
  token_revoked: UNAUTHORIZED,
  expired: UNAUTHORIZED,
  oidc_only: DENIED,
  project_not_granted: DENIED,
  permission_not_granted: DENIED,
};

const BY_STATUS = new Map<number, RegistryErrorCode>([
  [429, 'TOOMANYREQUESTS'],
  [500, 'UNKNOWN'],
  [503, 'UNAVAILABLE'],
]);

const CHALLENGE = { 'www-authenticate': 'Basic realm="dockpass"' };

/** A refusal in the shape whose message Docker's clients print. */
export function registryRefusal({
  refusal,
  reference,
}: Pick<Refused, 'refusal'> & { reference: string | null }): Response {
  const { reason, message } = refusal;
  const detail = { reason, ...(reference !== null && { reference }) };
  const mapped = BY_REASON[reason];
  if (mapped)
    return registryError(mapped, message, detail, mapped === UNAUTHORIZED ? CHALLENGE : {});
  const { status, headers } = oauthErrorOf(refusal);
  return registryError(
    { status, code: BY_STATUS.get(status) ?? 'UNSUPPORTED' },
    message,
    detail,
    headers,
  );
}

/** Nobody has said who they are, or not as it is done here. */
export function loginNeeded(message: string): Response {
  return registryError(UNAUTHORIZED, message, undefined, CHALLENGE);
}

function registryError(
  { status, code }: Mapped,
  message: string,
  detail: object | undefined,
  headers: Record<string, string>,
): Response {
  const body: RegistryErrorResponse = { errors: [{ code, message, ...(detail && { detail }) }] };
  return json(status, body, headers);
}
