import { commonPermissions } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { IntrospectionResponse } from '../../protocol/token-exchange.ts';
import type { RequestContext } from '../audit/audited.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { AcceptToken } from '../tokens/accept-token.ts';
import { holderName } from '../tokens/event-fields.ts';
import { isDeadToken, type LiveToken, type OpenProject } from '../tokens/live-token.ts';
import type { StoredToken } from '../tokens/token-store.ts';

/** A request of RFC 7662 section 2.1 once its parameters have been read. */
export interface IntrospectionRequest {
  token: string;
  /** Null: every project that both tokens open. */
  projects: readonly ProjectPath[] | null;
}

export interface IntrospectTokenDeps {
  acceptToken: AcceptToken;
  rateLimits: Pick<RateLimits, 'takeAddress'>;
  /** DOCKPASS_URL. */
  issuer: string;
}

export interface Introspection {
  response: IntrospectionResponse;
  /** What the caller's own token opens; nothing if it is dead. */
  callerProjects(): Promise<ProjectPath[]>;
}

export type IntrospectToken = (
  context: RequestContext,
  caller: string,
  read: () => Promise<IntrospectionRequest>,
) => Promise<Introspection>;

/**
 * RFC 7662: what a token is good for, as far as the caller's own token opens the same projects.
 * Where they share none the caller learns nothing, whether the token is dead, unknown or not theirs
 * to see.
 */
export function createIntrospectToken(deps: IntrospectTokenDeps): IntrospectToken {
  return async ({ clientAddress }, caller, read) => {
    await deps.rateLimits.takeAddress(clientAddress);
    const { token, projects } = await read();
    // Whoever is asked about a token has been shown it: it is in use.
    const subject = await accept(deps, token);
    const asking = token === caller ? subject : await accept(deps, caller);
    const shared = subject && asking ? await sharedProjects(subject, asking, projects) : [];
    return {
      response:
        subject && shared.length > 0
          ? describe(subject.stored, shared, deps.issuer)
          : { active: false },
      callerProjects: async () => ((await asking?.opens(projects)) ?? []).map(pathOf),
    };
  };
}

async function accept(
  { acceptToken }: IntrospectTokenDeps,
  text: string,
): Promise<LiveToken | undefined> {
  try {
    return await acceptToken(text);
  } catch (error) {
    if (isDeadToken(error)) return undefined;
    throw error;
  }
}

/** What the subject may do where the caller may do anything. A user's projects are asked for last. */
async function sharedProjects(
  subject: LiveToken,
  caller: LiveToken,
  only: readonly ProjectPath[] | null,
): Promise<readonly OpenProject[]> {
  if (subject === caller) return await subject.opens(only);
  const callerFirst = subject.stored.kind === 'user';
  const first = await (callerFirst ? caller : subject).opens(only);
  const second = await (callerFirst ? subject : caller).opens(first.map(pathOf));
  const [subjects, callers] = callerFirst ? [second, first] : [first, second];
  const known = new Set(callers.map(({ projectId }) => projectId));
  return subjects.filter(({ projectId }) => known.has(projectId));
}

function pathOf({ project }: OpenProject): ProjectPath {
  return project;
}

function describe(
  token: StoredToken,
  projects: readonly OpenProject[],
  issuer: string,
): IntrospectionResponse {
  const scope = commonPermissions(projects.map(({ permissions }) => permissions)).join(' ');
  return {
    active: true,
    token_type: 'Bearer',
    token_kind: token.kind,
    iss: issuer,
    jti: token.id,
    iat: token.createdAt,
    ...(token.expiresAt !== null && { exp: token.expiresAt }),
    ...(token.kind === 'user' && { sub: token.user.id, username: holderName(token) }),
    ...(scope && { scope }),
    projects: projects.map(pathOf),
    grants: projects.map(({ project, permissions }) => ({
      project,
      permissions: [...permissions],
    })),
  };
}
