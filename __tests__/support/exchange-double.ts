import { randomBytes } from 'node:crypto';
import {
  PATHS,
  type RefusalResponse,
  TOKEN_TYPE,
  type TokenResponse,
} from '../../src/protocol/token-exchange.ts';
import { type Answer, json, text } from './answers.ts';
import { type HostileServer, type RecordedRequest, startHostileServer } from './hostile-server.ts';
import type { TlsIdentity } from './loopback.ts';

export const EXCHANGE_ROUTES = {
  token: `POST ${PATHS.token}`,
  revoke: `POST ${PATHS.revoke}`,
  depot: `POST ${PATHS.depotExchange}`,
} as const;

/** An exchange on the wire only: it grants every request, or answers as it is told. */
export interface ExchangeDouble extends HostileServer {
  /** Build tokens answered, oldest first. */
  readonly granted: readonly string[];
  /** Forms received at the token endpoint. */
  exchanges(): URLSearchParams[];
  /** Tokens received at the revocation endpoint. */
  revoked(): string[];
}

export async function startExchangeDouble(tls?: TlsIdentity): Promise<ExchangeDouble> {
  const server = await startHostileServer(tls);
  const granted: string[] = [];
  const issue = () => {
    const token = `dpb_${randomBytes(18).toString('hex')}`;
    granted.push(token);
    return token;
  };
  server.always(EXCHANGE_ROUTES.token, (response, request) =>
    json(200, tokenResponse({ access_token: issue() }))(response, request),
  );
  server.always(EXCHANGE_ROUTES.depot, (response, request) =>
    json(200, { ok: true, token: issue() })(response, request),
  );
  server.always(EXCHANGE_ROUTES.revoke, text(200, ''));
  return {
    ...server,
    granted,
    exchanges: () => server.requestsTo(EXCHANGE_ROUTES.token).map(form),
    revoked: () =>
      server.requestsTo(EXCHANGE_ROUTES.revoke).map((request) => form(request).get('token') ?? ''),
  };
}

/** A grant of everything on acme/web for an hour. */
export function tokenResponse(changes: Partial<TokenResponse> = {}): TokenResponse {
  return {
    access_token: 'dpb_token_of_a_job',
    issued_token_type: TOKEN_TYPE.accessToken,
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'build push pull',
    projects: ['acme/web'],
    grants: [{ project: 'acme/web', permissions: ['build', 'push', 'pull'] }],
    reference: '019a0000-0000-7000-8000-000000000001',
    ...changes,
  };
}

/** A refusal that blames the ref. */
export function refusalResponse(changes: Partial<RefusalResponse> = {}): RefusalResponse {
  return {
    error: 'invalid_target',
    error_description: 'No trust relationship of acme/web admits this ref.',
    reason: 'condition_failed',
    reference: '019a0000-0000-7000-8000-00000000dead',
    claims: ['ref'],
    ...changes,
  };
}

export function refusal(
  changes: Partial<RefusalResponse> = {},
  status = 400,
  headers: Record<string, string> = {},
): Answer {
  return json(status, refusalResponse(changes), headers);
}

function form(request: RecordedRequest): URLSearchParams {
  return new URLSearchParams(request.body);
}
