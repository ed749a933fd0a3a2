import { isPermission, type Permission, sortPermissions } from '../../protocol/permissions.ts';
import type { RefusalResponse, Requested } from '../../protocol/token-exchange.ts';
import {
  DEVICE_CODE_GRANT_TYPE,
  TOKEN_EXCHANGE_GRANT_TYPE,
  TOKEN_TYPE,
} from '../../protocol/token-exchange.ts';
import type { Refused } from '../audit/audited.ts';
import type { ExchangeRequest, ExchangeToken } from '../flows/exchange-token.ts';
import { type Handler, json } from '../http/answer.ts';
import {
  type Form,
  optionalParameter,
  parseResources,
  readForm,
  repeatedParameter,
  requiredParameter,
} from '../http/request.ts';
import { oauthAnswer } from '../http/statuses.ts';
import { quote } from '../identity/quote.ts';
import { wrongAudience } from '../identity/verify.ts';
import { Refusal } from '../refusal.ts';
import type { TrustRequest } from '../trust/relationship.ts';
import { type DeviceEndpointDeps, deviceTokenAnswer } from './device-authorization.ts';

interface TokenEndpointDeps extends DeviceEndpointDeps {
  exchangeToken: ExchangeToken;
  rules: RequestRules;
}

/** `POST /oauth/token`: RFC 8693 section 2, and for `dockpass login` RFC 8628 section 3.4. */
export function tokenEndpoint(deps: TokenEndpointDeps): Handler {
  const { exchangeToken, clientAddress, rules } = deps;
  return async (context) => {
    // Read once, here, because its grant_type says whose request it is; what is wrong with it is said there.
    const reading = readForm(context);
    const form = await reading.catch(() => null);
    if (form?.get('grant_type') === DEVICE_CODE_GRANT_TYPE)
      return await deviceTokenAnswer(deps, context, form);
    let request: ExchangeRequest | undefined;
    const outcome = await exchangeToken(
      { clientAddress: clientAddress(context.env.incoming) },
      async () => {
        request = parseExchangeRequest(await reading, rules);
        return request;
      },
    );
    return 'answer' in outcome ? json(200, outcome.answer) : refusalResponse(outcome, request);
  };
}

export interface RequestRules {
  /** DOCKPASS_URL: what every `resource` begins with. */
  installation: string;
  /** Seconds. */
  minLifetime: number;
}

/** What may be exchanged: the ID token of a job, or a token of ours. An ID token is a JWT. */
const SUBJECT_TOKEN_TYPES = new Map<string, ExchangeRequest['subjectTokenType']>([
  [TOKEN_TYPE.idToken, 'id_token'],
  [TOKEN_TYPE.jwt, 'id_token'],
  [TOKEN_TYPE.accessToken, 'access_token'],
]);

/** The parameters of RFC 8693 section 2.1, and our `lifetime`. Unknown ones are ignored. */
function parseExchangeRequest(form: Form, rules: RequestRules): ExchangeRequest {
  if (requiredParameter(form, 'grant_type') !== TOKEN_EXCHANGE_GRANT_TYPE)
    throw new Refusal(
      'malformed_request',
      `The grant_type must be ${TOKEN_EXCHANGE_GRANT_TYPE}, or ${DEVICE_CODE_GRANT_TYPE} for dockpass login.`,
      { kind: 'unsupported_grant_type' },
    );
  const subjectTokenType = parseTokenTypes(form);
  checkAudience(form, rules.installation);
  return {
    subjectToken: requiredParameter(form, 'subject_token'),
    subjectTokenType,
    projects: parseResources(form, rules.installation),
    permissions: parseScope(optionalParameter(form, 'scope')),
    lifetime: parseLifetime(optionalParameter(form, 'lifetime'), rules.minLifetime),
  };
}

/** The type of the subject token; the others can only be what they are. */
function parseTokenTypes(form: Form): ExchangeRequest['subjectTokenType'] {
  const subject = SUBJECT_TOKEN_TYPES.get(requiredParameter(form, 'subject_token_type'));
  if (subject === undefined)
    throw new Refusal(
      'malformed_request',
      `The subject_token_type must be one of ${[...SUBJECT_TOKEN_TYPES.keys()].join(', ')}.`,
    );
  const requested = optionalParameter(form, 'requested_token_type');
  if (requested !== undefined && requested !== TOKEN_TYPE.accessToken)
    throw new Refusal(
      'malformed_request',
      `The only requested_token_type that can be issued is ${TOKEN_TYPE.accessToken}.`,
    );
  // To ignore an actor would issue a token that says less than the client asked it to say.
  if (optionalParameter(form, 'actor_token') !== undefined)
    throw new Refusal('malformed_request', 'Delegation is not supported; leave actor_token out.');
  return subject;
}

/** RFC 8693's other way to name a target; it must not be dropped unread. */
function checkAudience(form: Form, installation: string): void {
  const other = repeatedParameter(form, 'audience').find((audience) => audience !== installation);
  if (other !== undefined)
    throw wrongAudience(`The parameter audience is ${quote(other)}`, installation);
}

/** Space-separated, RFC 6749 section 3.3. */
function parseScope(scope: string | undefined): Permission[] | null {
  if (scope === undefined) return null;
  const permissions = scope.split(' ').filter((word) => word !== '');
  if (permissions.length === 0 || !permissions.every(isPermission))
    throw new Refusal(
      'malformed_request',
      'The scope may name build, push and pull, separated by spaces, and nothing else.',
      { kind: 'invalid_scope' },
    );
  return sortPermissions(permissions);
}

function parseLifetime(text: string | undefined, minimum: number): number | null {
  if (text === undefined) return null;
  const seconds = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0;
  if (seconds < minimum)
    throw new Refusal(
      'malformed_request',
      `The lifetime must be a whole number of seconds, at least ${minimum}.`,
    );
  return seconds;
}

/** `request`: as far as it could be read. */
function refusalResponse(
  { refusal, reference }: Refused,
  request: TrustRequest | undefined,
): Response {
  const { status, error, headers } = oauthAnswer(refusal);
  const body: RefusalResponse = {
    error,
    error_description: refusal.message,
    ...publicMembers(refusal, reference),
    ...(request && { requested: requestedOf(request) }),
  };
  return json(status, body, headers);
}

function requestedOf({ projects, permissions }: TrustRequest): Requested {
  return {
    ...(projects && { projects: [...projects] }),
    ...(permissions && { permissions: [...permissions] }),
  };
}

/** What every refusal of an exchange says beside its message, whatever its shape. */
export function publicMembers({ reason, details: { claims } }: Refusal, reference: string) {
  return { reason, reference, ...(claims?.length && { claims: [...claims] }) };
}
