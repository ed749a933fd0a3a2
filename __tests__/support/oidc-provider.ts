import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider, { type AdapterConstructor } from 'oidc-provider';

/** Its own, imported by its path: the default is the same with a warning that it is no good for production. */
const MEMORY_ADAPTER: string = 'oidc-provider/lib/adapters/memory_adapter.js';
const { createMemoryAdapter } = (await import(MEMORY_ADAPTER)) as {
  createMemoryAdapter(): AdapterConstructor;
};

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** What the provider says of somebody, beside `sub`. */
export type AccountClaims = Readonly<Record<string, unknown>>;

export interface TestProvider {
  issuer: string;
  /** By login, which is also the subject. May change between sign-ins. */
  accounts: Map<string, AccountClaims>;
  /** Requests so far, as `GET /path`. */
  requests: string[];
  close(): Promise<void>;
}

export const CLIENT = { id: 'dockpass', secret: 'a secret of a client, & with signs' };

/**
 * The OIDC provider of the npm package oidc-provider, on loopback, with a page to sign in. Everybody has
 * consented already. Anybody may sign in under any login; `accounts` says what is known of them.
 */
export async function startOidcProvider(redirectUri: string): Promise<TestProvider> {
  const accounts = new Map<string, AccountClaims>();
  const requests: string[] = [];
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
      {
        client_id: `${CLIENT.id}-public`,
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    adapter: createMemoryAdapter(),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
    ttl: {
      AccessToken: 60,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 60,
      Interaction: 600,
      Session: 600,
    },
    claims: { email: ['email', 'email_verified'], groups: ['groups'], profile: ['name'] },
    cookies: { keys: ['a key of a test'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...accounts.get(id) }),
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
  });
  const listener = provider.callback();
  server.on('request', (request, response) => {
    const [path = ''] = request.url?.split('?') ?? [];
    requests.push(`${request.method} ${path}`);
    if (path.startsWith('/interaction/')) void signInPage(provider, request, response);
    else void listener(request, response);
  });
  return {
    issuer,
    accounts,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Its form asks for a login, and nothing else. `cancel` does not sign in. */
async function signInPage(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  if (request.method === 'POST') {
    const form = new URLSearchParams(await text(request));
    const accountId = form.get('login') ?? '';
    const result = accountId === 'cancel' ? { error: 'access_denied' } : { login: { accountId } };
    await provider.interactionFinished(request, response, result);
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(
    `<!doctype html><html lang="en"><title>Acme SSO</title><h1>Acme SSO</h1><form method="post" action="${request.url}"><label>Login <input name="login"></label> <button>Sign in</button></form></html>`,
  );
}
