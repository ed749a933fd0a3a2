import { isPermission, type Permission, sortPermissions } from '../protocol/permissions.ts';
import { isProjectPath, type ProjectPath, projectUrl } from '../protocol/projects.ts';
import {
  type DepotExchangeRequest,
  PATHS,
  type ProjectGrant,
  TOKEN_EXCHANGE_GRANT_TYPE,
  TOKEN_TYPE,
} from '../protocol/token-exchange.ts';
import { isToken, type Members, parseMembers, shapeOf } from './answer.ts';
import type { OwnCode } from './error-codes.ts';
import type { HttpAnswer, HttpRequest, SendLimits } from './exchange-client.ts';
import { Failure } from './failure.ts';
import type { Inputs } from './inputs.ts';
import { type FaultKind, NetworkFault } from './network-fault.ts';
import { refusalOf } from './refusal.ts';
import { TRANSIENT } from './retry.ts';
import type { Runner } from './runner.ts';

/** What an exchange gives for an ID token. */
export interface IssuedToken {
  token: string;
  /** Seconds; a Depot-shaped answer may leave it out. */
  expiresIn: number | undefined;
  projects: ProjectPath[];
  /** Those that hold in every project. */
  permissions: Permission[];
  grants: ProjectGrant[];
  reference: string | undefined;
  /** Depot's own service has no revocation endpoint; an answer with a reference is a Dockpass's. */
  revocable: boolean;
}

/** One request; a Failure says whether another one makes sense. */
export async function exchange(
  runner: Runner,
  inputs: Inputs,
  idToken: string,
  limits: SendLimits,
): Promise<IssuedToken> {
  const depot = inputs.protocol === 'depot';
  const request = depot ? depotRequest(inputs, idToken) : tokenExchangeRequest(inputs, idToken);
  const answer = redacted(await sendRequest(runner, request, limits), idToken);
  if (answer.status !== 200) throw refusalOf(answer, runner.now());
  const members = parseMembers(answer.body);
  if (depot && members?.ok === false) throw refusalOf({ ...answer, status: 400 }, runner.now());
  return depot ? readDepotAnswer(answer, members) : readTokenResponse(answer, members);
}

/** An answer is quoted in annotations and summaries; one that echoes our ID token must not be. */
function redacted(answer: HttpAnswer, idToken: string): HttpAnswer {
  const [, payload = idToken, signature = idToken] = idToken.split('.');
  const body = [idToken, payload, signature].reduce(
    (text, secret) => (secret ? text.replaceAll(secret, '***') : text),
    answer.body,
  );
  return { ...answer, body };
}

/** RFC 8693 section 2.1. */
function tokenExchangeRequest(inputs: Inputs, idToken: string): HttpRequest {
  const form = new URLSearchParams({
    grant_type: TOKEN_EXCHANGE_GRANT_TYPE,
    subject_token: idToken,
    subject_token_type: TOKEN_TYPE.idToken,
  });
  for (const project of inputs.projects)
    form.append('resource', projectUrl(inputs.exchangeUrl, project));
  if (inputs.permissions.length > 0) form.set('scope', inputs.permissions.join(' '));
  if (inputs.lifetime !== undefined) form.set('lifetime', String(inputs.lifetime));
  return {
    method: 'POST',
    url: inputs.exchangeUrl + PATHS.token,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
  };
}

function depotRequest(inputs: Inputs, idToken: string): HttpRequest {
  return {
    method: 'POST',
    url: inputs.exchangeUrl + PATHS.depotExchange,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ token: idToken } satisfies DepotExchangeRequest),
  };
}

async function sendRequest(runner: Runner, request: HttpRequest, limits: SendLimits) {
  try {
    return await runner.send(request, limits);
  } catch (error) {
    throw error instanceof NetworkFault ? networkFailure(request.url, error) : error;
  }
}

const FAULT_CODES: Readonly<Record<FaultKind, OwnCode>> = {
  unreachable: 'exchange_unreachable',
  untrusted: 'exchange_certificate_untrusted',
  timeout: 'exchange_timeout',
  truncated: 'exchange_answer_truncated',
  too_large: 'exchange_answer_too_large',
};

function networkFailure(url: string, fault: NetworkFault): Failure {
  return new Failure(FAULT_CODES[fault.kind], `${new URL(url).host}: ${fault.message}.`, {
    ...(!fault.final && { retry: TRANSIENT }),
    cause: fault,
  });
}

function readTokenResponse(answer: HttpAnswer, members: Members | undefined): IssuedToken {
  if (!members) throw invalid(`HTTP 200 with ${shapeOf(answer)} instead of a token`);
  if (!isToken(members.access_token)) throw invalid('`access_token` is not a one-line token');
  if (String(members.token_type).toLowerCase() !== 'bearer')
    throw invalid('`token_type` is not Bearer');
  if (!isLifetime(members.expires_in))
    throw invalid('`expires_in` is not a positive number of seconds');
  return issued(members, members.access_token, true);
}

function readDepotAnswer(answer: HttpAnswer, members: Members | undefined): IssuedToken {
  if (!members) throw invalid(`HTTP 200 with ${shapeOf(answer)} instead of a token`);
  if (!isToken(members.token)) throw invalid('`token` is not a one-line token');
  return issued(members, members.token, typeof members.reference === 'string');
}

function issued(members: Members, token: string, revocable: boolean): IssuedToken {
  const { expires_in: expiresIn, scope, reference } = members;
  const projects = strings(members.projects).filter(isProjectPath);
  const permissions = permissionsIn(typeof scope === 'string' ? scope.split(' ') : []);
  return {
    token,
    expiresIn: isLifetime(expiresIn) ? expiresIn : undefined,
    projects,
    permissions,
    grants: grantsOf(members.grants) ?? projects.map((project) => ({ project, permissions })),
    reference: typeof reference === 'string' ? reference : undefined,
    revocable,
  };
}

/** Undefined if the answer does not tell project by project. */
function grantsOf(value: unknown): ProjectGrant[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap(({ project, permissions }: Partial<Record<string, unknown>>) =>
    typeof project === 'string' && isProjectPath(project)
      ? [{ project, permissions: permissionsIn(strings(permissions)) }]
      : [],
  );
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function permissionsIn(names: readonly string[]): Permission[] {
  return sortPermissions(names.filter(isPermission));
}

function isLifetime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function invalid(seen: string): Failure {
  return new Failure('exchange_answer_invalid', `The exchange's answer cannot be used: ${seen}.`);
}
