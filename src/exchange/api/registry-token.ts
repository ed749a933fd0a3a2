import type {
  RegistryErrorResponse,
  RegistryTokenResponse,
} from '../../protocol/registry-token.ts';
import { TOKEN_USERNAME } from '../../protocol/token-exchange.ts';
import type { Refused } from '../audit/audited.ts';
import type {
  IssueRegistryToken,
  RegistryToken,
  RegistryTokenRequest,
} from '../flows/registry-token.ts';
import { type ApiContext, type Handler, json } from '../http/answer.ts';
import type { ClientAddress } from '../http/client-address.ts';
import {
  type Form,
  optionalParameter,
  readForm,
  repeatedParameter,
  requiredParameter,
} from '../http/request.ts';
import { registryAnswer } from '../http/statuses.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { Refusal } from '../refusal.ts';
import { parseScopes } from '../registry/scope.ts';
import { formatTime } from '../system/clock.ts';

export interface RegistryTokenEndpointDeps {
  issueRegistryToken: IssueRegistryToken;
  clientAddress: ClientAddress;
  metrics: Metrics;
}

/** What was sent, whichever way. */
interface Asked {
  credentials: Credentials | undefined;
  parameters: Form;
}

/**
 * `GET /registry/token` of Docker's token authentication, with HTTP Basic
 * (https://distribution.github.io/distribution/spec/auth/token/).
 */
export function registryTokenEndpoint(deps: RegistryTokenEndpointDeps): Handler {
  return (context) => answer(deps, context, async () => readQuery(context));
}

/**
 * `POST /registry/token`, with the credentials in the form
 * (https://distribution.github.io/distribution/spec/auth/oauth/): what BuildKit and containerd try first.
 */
export function registryTokenPostEndpoint(deps: RegistryTokenEndpointDeps): Handler {
  return (context) => answer(deps, context, () => readPassword(context));
}

/** What cannot be read leaves no audit event: no token was shown, and nothing was asked for. */
async function answer(
  { issueRegistryToken, clientAddress, metrics }: RegistryTokenEndpointDeps,
  context: ApiContext,
  read: () => Promise<Asked>,
): Promise<Response> {
  let request: RegistryTokenRequest;
  try {
    const { credentials, parameters } = await read();
    const login = judgeLogin(credentials);
    if ('fault' in login) return loginNeeded(login.fault);
    request = parseRequest(login.token, parameters);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    metrics.registryTokenAsked(refusal.reason);
    return registryRefusal({ refusal, reference: null });
  }
  const connection = { clientAddress: clientAddress(context.env.incoming) };
  const outcome = await issueRegistryToken(connection, request);
  metrics.registryTokenAsked('answer' in outcome ? outcome.answer.result : outcome.refusal.reason);
  return 'answer' in outcome ? json(200, body(outcome.answer)) : registryRefusal(outcome);
}

function body({ jwt, lifetime, issuedAt }: RegistryToken): RegistryTokenResponse {
  return {
    token: jwt,
    access_token: jwt,
    expires_in: lifetime,
    issued_at: formatTime(issuedAt),
  };
}

function readQuery({ env: { incoming } }: ApiContext): Asked {
  const [, query = ''] = /\?(.*)$/s.exec(incoming.url ?? '') ?? [];
  return {
    credentials: basicCredentials(incoming.headers.authorization),
    parameters: new URLSearchParams(query),
  };
}

/** No refresh tokens are issued, so there are none to be traded in; `access_type` is ignored. */
async function readPassword(context: ApiContext): Promise<Asked> {
  const form = await readForm(context);
  if (requiredParameter(form, 'grant_type') !== 'password')
    throw new Refusal('malformed_request', 'The only grant_type of this endpoint is password.', {
      kind: 'unsupported_grant_type',
    });
  const username = optionalParameter(form, 'username');
  const password = optionalParameter(form, 'password');
  const credentials = username && password ? { username, password } : undefined;
  return { credentials, parameters: form };
}

/** One user name for all three kinds of tokens: others are kept for what may come one day. */
function judgeLogin(credentials: Credentials | undefined): { token: string } | { fault: string } {
  const remedy = `log in with docker login, the user name ${TOKEN_USERNAME} and a Dockpass token as the password`;
  if (!credentials?.password) return { fault: `This registry is private; ${remedy}.` };
  if (credentials.username !== TOKEN_USERNAME)
    return { fault: `The user name must be ${TOKEN_USERNAME}, whoever you are; ${remedy}.` };
  return { token: credentials.password };
}

function parseRequest(token: string, parameters: Form): RegistryTokenRequest {
  return {
    token,
    service: requiredParameter(parameters, 'service'),
    scopes: parseScopes(repeatedParameter(parameters, 'scope')),
  };
}

export interface Credentials {
  username: string;
  password: string;
}

/** RFC 7617: a user name without colons, then the password; the scheme is case-insensitive. */
function basicCredentials(authorization: string | undefined): Credentials | undefined {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*) *$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [, username, password] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** A 401 must have one (RFC 9110 section 15.5.2). */
const CHALLENGE = { 'www-authenticate': 'Basic realm="dockpass"' };

/** A refusal in the shape whose message clients of registries print. */
function registryRefusal({
  refusal,
  reference,
}: Pick<Refused, 'refusal'> & { reference: string | null }): Response {
  const { reason, message } = refusal;
  const detail = { reason, ...(reference !== null && { reference }) };
  const { status, code, headers } = registryAnswer(refusal);
  return registryError(status, { code, message, detail }, headers);
}

/** The request has no credentials that we understand. */
function loginNeeded(message: string): Response {
  return registryError(401, { code: 'UNAUTHORIZED', message }, {});
}

function registryError(
  status: number,
  error: RegistryErrorResponse['errors'][number],
  headers: Record<string, string>,
): Response {
  const body: RegistryErrorResponse = { errors: [error] };
  return json(status, body, { ...headers, ...(status === 401 && CHALLENGE) });
}
