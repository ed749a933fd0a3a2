import { commonPermissions } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { IntrospectionResponse } from '../../protocol/token-exchange.ts';
import type { RequestContext } from '../audit/audited.ts';
import type { StoredToken, TokenStore } from '../stores/port.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import { hashSecret, parseSecret } from '../tokens/secret.ts';
import type { RateLimits } from './rate-limits.ts';

export interface IntrospectTokenDeps {
  store: TokenStore;
  clock: Clock;
  rateLimits: Pick<RateLimits, 'takeAddress'>;
  /** DOCKPASS_URL. */
  issuer: string;
}

export interface Introspection {
  response: IntrospectionResponse;
  /** Projects of the caller's own token; null if that is not alive. */
  callerProjects: readonly ProjectPath[] | null;
}

export type IntrospectToken = (
  context: RequestContext,
  caller: string,
  read: () => Promise<string>,
) => Promise<Introspection>;

/**
 * RFC 7662: what a token is good for, told to a caller whose own token covers every project of it.
 * Everybody else learns the same nothing, whether the token is dead, unknown or not theirs to see.
 */
export function createIntrospectToken(deps: IntrospectTokenDeps): IntrospectToken {
  return async ({ clientAddress }, caller, read) => {
    await deps.rateLimits.takeAddress(clientAddress);
    const token = await read();
    const subject = await findLive(deps, token);
    const asking = token === caller ? subject : await findLive(deps, caller);
    return {
      response:
        subject && asking && covers(asking, subject)
          ? describe(subject, deps.issuer)
          : { active: false },
      callerProjects: asking ? projectsOf(asking) : null,
    };
  };
}

async function findLive(
  { store, clock }: IntrospectTokenDeps,
  text: string,
): Promise<StoredToken | undefined> {
  const secret = parseSecret(text);
  const token = secret && (await store.findToken(hashSecret(secret)));
  if (!token || token.revokedAt !== null || epochSeconds(clock) >= token.expiresAt)
    return undefined;
  // A token whose projects are all gone opens nothing.
  return token.grants.length > 0 ? token : undefined;
}

function covers(caller: StoredToken, subject: StoredToken): boolean {
  const own = new Set(caller.grants.map((grant) => grant.projectId));
  return subject.grants.every((grant) => own.has(grant.projectId));
}

function projectsOf(token: StoredToken): ProjectPath[] {
  return token.grants.map((grant) => grant.project);
}

function describe(token: StoredToken, issuer: string): IntrospectionResponse {
  const scope = commonPermissions(token.grants.map((grant) => grant.permissions)).join(' ');
  return {
    active: true,
    token_type: 'Bearer',
    iss: issuer,
    iat: token.createdAt,
    exp: token.expiresAt,
    ...(scope && { scope }),
    projects: projectsOf(token),
    grants: token.grants.map(({ project, permissions }) => ({
      project,
      permissions: [...permissions],
    })),
  };
}
