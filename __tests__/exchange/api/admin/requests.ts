import { ADMIN_ROUTES, type AdminRoute } from '../../../../src/exchange/api/admin/routes.ts';
import { SETTINGS } from '../../builders/builder.ts';
import type { Answer, Service } from '../../service.ts';
import { call } from './administration.ts';
import { CALLERS, type Caller, createWorld, type World } from './world.ts';

/** `METHOD /path`, as the tables of these tests name a route. */
export function nameOf([method, path]: AdminRoute): string {
  return `${method} ${path}`;
}

export const ROUTE_NAMES = ADMIN_ROUTES.map(nameOf);

interface Special {
  body?: (world: World) => object;
  /** Instead of the ids of the world. */
  ids?: (world: World, caller: Caller) => Record<string, string>;
}

const ownInvitation: Special = {
  ids: (world, caller) => ({ invitation_id: world.ownInvitationId(caller) }),
};

const policyToApply = ({ issuer, name }: World) => ({
  policy: {
    issuers: [{ url: issuer, provider: 'github' }],
    organizations: [{ name: `${name}-new` }],
  },
});

/** What a request must carry to be carried out, where that is anything. */
const SPECIAL: Record<string, Special> = {
  'POST /user/tokens': { body: () => ({ description: 'laptop' }) },
  'PATCH /user/tokens/:token_id': { body: () => ({ description: 'old laptop' }) },
  'GET /user/invitations/:invitation_id': ownInvitation,
  'POST /user/invitations/:invitation_id/accept': ownInvitation,
  'DELETE /user/invitations/:invitation_id': ownInvitation,
  'POST /invitation-links/accept': {
    body: ({ invitationLink }) => ({ link: invitationLink }),
  },
  'PATCH /user/passkeys/:passkey_id': { body: () => ({ name: 'old laptop' }) },
  'POST /policy/plan': { body: policyToApply },
  'POST /policy/apply': { body: policyToApply },
  'POST /organizations': { body: ({ name }) => ({ name: `${name}-new` }) },
  'PATCH /organizations/:organization_id': { body: ({ name }) => ({ name: `${name}-renamed` }) },
  'DELETE /organizations/:organization_id': {
    ids: ({ emptyOrganizationId }) => ({ organization_id: emptyOrganizationId }),
  },
  'POST /organizations/:organization_id/members': {
    body: ({ name }) => ({ email: `new@${name}.example.com`, role: 'member' }),
  },
  'POST /organizations/:organization_id/invitations': {
    body: ({ name }) => ({ email: `new@${name}.example.com`, role: 'member' }),
  },
  'PATCH /organizations/:organization_id/members/:user_id': { body: () => ({ role: 'admin' }) },
  'POST /organizations/:organization_id/projects': { body: () => ({ name: 'docs' }) },
  'PATCH /projects/:project_id': { body: () => ({ name: 'pages', oidc_only: true }) },
  'POST /projects/:project_id/revocations': { body: () => ({}) },
  'POST /projects/:project_id/trust-relationships': {
    body: ({ issuer }) => ({ issuer, repository: 'acme/api', permissions: ['pull'] }),
  },
  'POST /projects/:project_id/repository-ids': {
    body: ({ issuer }) => ({ issuer, repository: 'acme/api' }),
  },
  'POST /projects/:project_id/trust-relationships/draft': {
    body: (world) => ({ reference: world.ids('operator').audit_event_id }),
  },
  'POST /projects/:project_id/trust-relationships/describe': {
    body: ({ issuer }) => ({ issuer, repository: 'acme/api', refs: ['refs/heads/main'] }),
  },
  'POST /projects/:project_id/trust-relationships/test': {
    body: ({ issuer }) => ({ claims: { iss: issuer, repository: 'acme/web' } }),
  },
  'POST /projects/:project_id/trust-relationships/replay': {
    body: ({ issuer }) => ({ create: { issuer, repository: 'acme/web', permissions: ['pull'] } }),
  },
  'PATCH /trust-relationships/:trust_relationship_id': {
    body: () => ({ permissions: ['build', 'pull'] }),
  },
  'PUT /projects/:project_id/builder': { body: () => SETTINGS },
  'POST /projects/:project_id/tokens': { body: () => ({ description: 'nightly mirror' }) },
  'PATCH /project-tokens/:project_token_id': { body: () => ({ description: 'old mirror' }) },
  'POST /users': { body: ({ name }) => ({ email: `user@${name}.example.com` }) },
  'PATCH /users/:user_id': { body: () => ({ disabled: true }) },
  'POST /issuers': { body: ({ name }) => ({ url: `https://new.${name}.example.com` }) },
  'PATCH /issuers/:issuer_id': { body: () => ({ enabled: false }) },
  'POST /registries': {
    body: ({ name }) => ({ name: `new.${name}`, hosts: ['registry.example.com'] }),
  },
  'PATCH /registries/:registry_id': { body: () => ({ hosts: ['registry.example.com:5000'] }) },
};

/** What a valid request to the route carries, if anything. */
export function bodyOf(route: AdminRoute, world: World): object | undefined {
  return SPECIAL[nameOf(route)]?.body?.(world);
}

/** What the path of a valid request names. */
export function idsOf(route: AdminRoute, world: World, caller: Caller): Record<string, string> {
  return { ...world.ids(caller), ...SPECIAL[nameOf(route)]?.ids?.(world, caller) };
}

export function routeNamed(name: string): AdminRoute {
  const route = ADMIN_ROUTES.find((one) => nameOf(one) === name);
  if (!route) throw new Error(`there is no route ${name}`);
  return route;
}

export interface Sent {
  /** Instead of the ids of the world. */
  ids?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A valid request to a route, but for what `sent` says. */
export async function request(
  { url }: Service,
  world: World,
  caller: Caller,
  route: AdminRoute,
  sent: Sent = {},
): Promise<Answer & { text: string }> {
  const named = { ...idsOf(route, world, caller), ...sent.ids };
  return await call(url, world.tokens[caller], route[0], pathWith(route[1], named), {
    headers: sent.headers ?? {},
    body: 'body' in sent ? sent.body : bodyOf(route, world),
  });
}

export function pathWith(path: string, ids: Record<string, string>): string {
  return path.replaceAll(/:(\w+)/g, (_, parameter: string) => {
    const id = ids[parameter];
    if (id === undefined) throw new Error(`world.ts has no ${parameter} for ${path}`);
    return id;
  });
}

/** A world that is made anew once something in it was changed. */
export function worlds(service: () => Service) {
  let world: World | undefined;
  return {
    async current(): Promise<World> {
      world ??= await createWorld(service().store);
      return world;
    },
    spent: () => {
      world = undefined;
    },
  };
}

/** `caller -> status` of each row: a name of a route, then one status for each caller. */
export function parseTable(table: string): Map<string, Record<Caller, number>> {
  const rows = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([method]) => /^(?:GET|POST|PUT|PATCH|DELETE)$/.test(method ?? ''));
  return new Map(
    rows.map(([method, path, ...statuses]) => {
      if (statuses.length !== CALLERS.length)
        throw new Error(`${method} ${path} has ${statuses.length} cells, not ${CALLERS.length}`);
      const cells = CALLERS.map((caller, index) => [caller, Number(statuses[index])]);
      return [`${method} ${path}`, Object.fromEntries(cells)];
    }),
  );
}
