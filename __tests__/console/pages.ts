import type { Config } from '../../src/exchange/config/config.ts';
import { type ConsoleDeps, consoleRoutes } from '../../src/exchange/console/routes.ts';
import type { Caller, World } from '../exchange/api/admin/world.ts';

/** `GET /projects/:organization/:project`, as the tables of these tests name a route. */
export interface ConsolePage {
  method: 'GET' | 'POST';
  path: string;
  name: `${string} ${string}`;
}

/** With every page that can be had: nobody answers as the OIDC provider, which no test here gets as far as. */
export const CONSOLE: Partial<Config> = {
  rateLimits: { perAddress: 0, perRepository: 0 },
  signIn: {
    issuer: 'http://127.0.0.1:9',
    clientId: 'dockpass',
    clientSecret: null,
    name: 'Example',
    groupsClaim: 'groups',
    groups: [],
  },
};

/** What pages are made of is not looked at before they are asked for. */
const UNUSED = new Proxy({}, { get: () => () => undefined }) as ConsoleDeps;

export const PAGES: readonly ConsolePage[] = consoleRoutes(UNUSED).map(([method, path]) => ({
  method,
  path,
  name: `${method} ${path}`,
}));

/** What an address names, by parameter. Below `/account` it is the caller's own. */
type Names = Record<string, (world: World, caller: Caller) => string>;

const NAMES: Names = {
  organization: ({ name }) => name,
  project: () => 'web',
  user: (world, caller) => world.ids(caller).user_id ?? '',
  issuer: (world, caller) => world.ids(caller).issuer_id ?? '',
  registry: (world, caller) => world.ids(caller).registry_id ?? '',
  invitation: (world, caller) => world.ids(caller).invitation_id ?? '',
  relationship: (world, caller) => world.ids(caller).trust_relationship_id ?? '',
  reference: (world, caller) => world.ids(caller).audit_event_id ?? '',
  authority: (world, caller) => world.ids(caller).builder_authority_id ?? '',
  token: (world, caller) => world.ids(caller).project_token_id ?? '',
  passkey: (world, caller) => world.ids(caller).passkey_id ?? '',
  session: (world, caller) => world.ids(caller).session_id ?? '',
  identity: (world, caller) => world.ids(caller).identity_id ?? '',
  secret: ({ invitationLink }) => invitationLink.split('/').at(-1) ?? '',
};

const SPECIAL: Record<string, Names> = {
  '/account/tokens/:token/revoke': {
    token: (world, caller) => world.ids(caller).token_id ?? '',
  },
};

/** What the path names, each with what it is in this world. */
export function namesIn(page: ConsolePage, world: World, caller: Caller): Record<string, string> {
  const names = { ...NAMES, ...SPECIAL[page.path] };
  return Object.fromEntries(
    [...page.path.matchAll(/:(\w+)/g)].map(([, parameter = '']) => {
      const name = names[parameter];
      if (!name) throw new Error(`pages.ts has no ${parameter} for ${page.name}`);
      return [parameter, name(world, caller)];
    }),
  );
}

export function addressOf({ path }: ConsolePage, names: Record<string, string>): string {
  return path.replaceAll(/:(\w+)/g, (_, parameter: string) =>
    encodeURIComponent(names[parameter] ?? ''),
  );
}

/** Whether a page of this path is at the address. */
export function addressedAs(path: string, address: string): boolean {
  const pattern = path.replaceAll(/:\w+/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(address.replace(/\?.*/, ''));
}
