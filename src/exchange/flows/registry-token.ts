import { sortPermissions } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';
import type { RegistryAccess } from '../../protocol/registry-token.ts';
import {
  type AuditedDeps,
  audited,
  type DraftEvent,
  type Outcome,
  type RequestContext,
} from '../audit/audited.ts';
import { quote } from '../identity/quote.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { Refusal } from '../refusal.ts';
import { deniedScopes, grantAccess, isGranted } from '../registry/access.ts';
import { refuseAccess } from '../registry/refuse-access.ts';
import type { RegistryStore } from '../registry/registry-store.ts';
import type { RepositoryScope, RequestedScope } from '../registry/scope.ts';
import type { SignRegistryToken } from '../registry/token-signer.ts';
import { epochSeconds } from '../system/clock.ts';
import type { AcceptToken } from '../tokens/accept-token.ts';
import { holderName, projectScope, refusedTokenFields } from '../tokens/event-fields.ts';
import type { LiveToken, OpenProject } from '../tokens/live-token.ts';
import { hashPrefix } from '../tokens/secret.ts';
import type { StoredToken, TokenStore } from '../tokens/token-store.ts';

/** Seconds: how long a registry goes on without asking whether the token is still alive. */
const MAX_LIFETIME = 300;

/** A request to the token endpoint once it has been read. */
export interface RegistryTokenRequest {
  /** The token that somebody logs in with. */
  token: string;
  /** Which registry asks. */
  service: string;
  /** Empty: to log in. */
  scopes: readonly RequestedScope[];
}

export interface RegistryToken {
  jwt: string;
  /** Seconds. */
  lifetime: number;
  /** Seconds since the epoch. */
  issuedAt: number;
  result: 'granted' | 'reduced' | 'login';
}

export interface RegistryTokenDeps extends AuditedDeps {
  store: AuditedDeps['store'] &
    Pick<RegistryStore, 'findRegistry'> &
    Pick<TokenStore, 'findProjects'>;
  acceptToken: AcceptToken;
  rateLimits: Pick<RateLimits, 'takeAddress'>;
  signRegistryToken: SignRegistryToken;
  /** DOCKPASS_URL. */
  issuer: string;
}

export type IssueRegistryToken = (
  context: RequestContext,
  request: RegistryTokenRequest,
) => Promise<Outcome<RegistryToken>>;

/**
 * Docker's token authentication: accept the token, grant what it covers, sign, record. Pulls that it does
 * not cover are left out if others are left; anything else is granted whole, or the request is refused.
 */
export function createIssueRegistryToken(deps: RegistryTokenDeps): IssueRegistryToken {
  return (context, request) =>
    audited(deps, 'registry_token', context, async (event) => {
      await deps.rateLimits.takeAddress(context.clientAddress);
      await requireRegistry(deps, request.service);
      // Before the token is judged, so that what it has left is more than nothing.
      const now = epochSeconds(deps.clock);
      let holder: StoredToken | undefined;
      try {
        const live = await deps.acceptToken(request.token, (found) => {
          holder = found;
        });
        const granted = await grant(live, request);
        const token = await sign(deps, live, granted, request, now, event.id);
        await recordPush(deps, live, granted, request, event);
        return token;
      } catch (error) {
        if (holder && error instanceof Refusal) {
          const asked = projectsAsked(request.scopes);
          Object.assign(event, await refusedTokenFields(deps.store, holder, asked));
        }
        throw error;
      }
    });
}

async function requireRegistry({ store }: RegistryTokenDeps, service: string): Promise<void> {
  if (await store.findRegistry(service)) return;
  throw new Refusal(
    'malformed_request',
    `The registry service ${quote(service)} is not registered here; have an operator run dockpass registry create, with the name that the registry has under auth.token.service.`,
    { kind: 'invalid_target' },
  );
}

interface Granted {
  access: RegistryAccess[];
  projects: readonly OpenProject[];
}

async function grant(live: LiveToken, { scopes }: RegistryTokenRequest): Promise<Granted> {
  const asked = projectsAsked(scopes);
  const open = asked ? await live.opens(asked) : [];
  const access = grantAccess(wantedOf(scopes), open);
  const denied = deniedScopes(scopes, access);
  if (denied.length > 0) throw await refuseAccess(live, denied, open);
  return { access, projects: open };
}

/** Null if none was named. */
function projectsAsked(scopes: readonly RequestedScope[]): ProjectPath[] | null {
  const projects = new Set(wantedOf(scopes).map(({ project }) => project));
  return projects.size > 0 ? [...projects] : null;
}

function wantedOf(scopes: readonly RequestedScope[]): RepositoryScope[] {
  return scopes.flatMap(({ wanted }) => wanted ?? []);
}

/**
 * Who may push leaves an event, since that changes what the registry holds. Logins and pulls leave
 * none: every node of a cluster pulls, again and again, and events are kept for ever.
 */
async function recordPush(
  { store }: RegistryTokenDeps,
  { stored }: LiveToken,
  { access, projects }: Granted,
  { service }: RegistryTokenRequest,
  event: DraftEvent,
): Promise<void> {
  const pushed = access.filter(({ actions }) => actions.includes('push'));
  if (pushed.length === 0) return;
  const isPushed = ({ project }: OpenProject) =>
    pushed.some(({ name }) => `${name}/`.startsWith(`${project}/`));
  const concerned = projects.filter(isPushed);
  event.decision = 'granted';
  event.actor = holderName(stored);
  event.projects = concerned.map(({ project }) => project);
  event.scopes = concerned.map(projectScope);
  event.permissions = sortPermissions(pushed.flatMap(({ actions }) => actions));
  event.tokenHashPrefix = hashPrefix(stored.hash);
  event.detail = { registry: service, access: pushed };
  await store.appendEvent(event);
}

async function sign(
  { signRegistryToken, issuer }: RegistryTokenDeps,
  { stored }: LiveToken,
  { access }: Granted,
  { service, scopes }: RegistryTokenRequest,
  now: number,
  jti: string,
): Promise<RegistryToken> {
  const lifetime = Math.min(MAX_LIFETIME, (stored.expiresAt ?? Number.POSITIVE_INFINITY) - now);
  const jwt = await signRegistryToken({
    iss: issuer,
    // Registries log it as the user's name.
    sub: holderName(stored),
    // One string: distribution 2.8 reads no list.
    aud: service,
    iat: now,
    nbf: now,
    exp: now + lifetime,
    jti,
    access,
  });
  return { jwt, lifetime, issuedAt: now, result: resultOf(scopes, access) };
}

function resultOf(
  scopes: readonly RequestedScope[],
  access: readonly RegistryAccess[],
): RegistryToken['result'] {
  if (scopes.length === 0) return 'login';
  return scopes.every((scope) => isGranted(scope, access)) ? 'granted' : 'reduced';
}
