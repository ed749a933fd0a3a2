import { isPermission, type Permission, sortPermissions } from '../../protocol/permissions.ts';
import { isProjectPath, type ProjectPath } from '../../protocol/projects.ts';
import { type ProjectGrant, TOKEN_USERNAME } from '../../protocol/token-exchange.ts';
import { Failure } from '../failure/failure.ts';
import type { HttpAnswer, RequestRunner } from '../system/port.ts';
import {
  isBearerToken,
  isMembers,
  isReference,
  type Members,
  parseMembers,
  shapeOf,
} from './answer.ts';

/** What an exchange gives for an ID token. */
export interface IssuedToken {
  token: string;
  /** Seconds; RFC 6749 section 5.1 only recommends it, and Depot leaves it out. */
  expiresIn: number | undefined;
  projects: ProjectPath[];
  /** Those that hold in every project. */
  permissions: Permission[];
  grants: ProjectGrant[];
  reference: string | undefined;
  /** Depot's own service has no revocation endpoint; an answer with a reference is a Dockpass's. */
  revocable: boolean;
}

/** Hides a token in the log, and the pair that Docker's configuration and HTTP Basic make of it. */
export function maskToken(runner: Pick<RequestRunner, 'mask'>, token: string): void {
  runner.mask(token);
  // From its first letter to its last.
  runner.mask(Buffer.from(`${TOKEN_USERNAME}:${token}`).toString('base64'));
}

/** Beyond that it is a mistake, and times computed from it would be none. */
const MAX_LIFETIME = 10 * 365 * 86_400;

/** 200 of the token exchange, RFC 8693 section 2.2.1; throws unless it can be used as it is. */
export function readTokenResponse(answer: HttpAnswer): IssuedToken {
  const members = membersOf(answer);
  if (!isBearerToken(members.access_token)) throw unusable('`access_token` is no bearer token');
  if (!isBearer(members.token_type)) throw unusable('`token_type` is not Bearer');
  if (members.expires_in !== undefined && lifetimeIn(members) === undefined)
    throw unusable('`expires_in` is not a positive number of seconds');
  return issued(members, members.access_token, true);
}

/** 200 of the Depot-shaped exchange. */
export function readDepotAnswer(answer: HttpAnswer): IssuedToken {
  const members = membersOf(answer);
  if (!isBearerToken(members.token)) throw unusable('`token` is no bearer token');
  return issued(members, members.token, isReference(members.reference));
}

function membersOf(answer: HttpAnswer): Members {
  const members = parseMembers(answer.body);
  if (!members) throw unusable(`HTTP 200 with ${shapeOf(answer)} instead of a token`);
  return members;
}

function issued(members: Members, token: string, revocable: boolean): IssuedToken {
  const { scope, reference } = members;
  const projects = strings(members.projects).filter(isProjectPath);
  const permissions = permissionsIn(typeof scope === 'string' ? scope.split(' ') : []);
  return {
    token,
    expiresIn: lifetimeIn(members),
    projects,
    permissions,
    grants: grantsOf(members.grants) ?? projects.map((project) => ({ project, permissions })),
    reference: isReference(reference) ? reference : undefined,
    revocable,
  };
}

/** Undefined if the answer does not tell project by project. */
function grantsOf(value: unknown): ProjectGrant[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value
    .filter(isMembers)
    .flatMap(({ project, permissions }) =>
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

/** RFC 6749 section 5.1: whatever its case. */
function isBearer(tokenType: unknown): boolean {
  return typeof tokenType === 'string' && tokenType.toLowerCase() === 'bearer';
}

/** Undefined if it can't be used. Some servers send the number as text. */
function lifetimeIn({ expires_in: value }: Members): number | undefined {
  const seconds = typeof value === 'string' && /^[0-9]+$/.test(value) ? Number(value) : value;
  const isLifetime = typeof seconds === 'number' && Number.isSafeInteger(seconds);
  return isLifetime && seconds > 0 && seconds <= MAX_LIFETIME ? seconds : undefined;
}

function unusable(seen: string): Failure {
  return new Failure('exchange_answer_invalid', `The exchange's answer cannot be used: ${seen}.`);
}
