/**
 * A peer for scale: oidc-provider with its in-memory adapter, doing the nearest thing that it can do,
 * an RS256 client assertion (RFC 7523) for an opaque access token: `{ url, jwk, client }`.
 */

import { once } from 'node:events';
import Provider from 'oidc-provider';
import { announce, serverSettings } from './server-process.ts';

const { url = '', jwk = '', client = '' } = serverSettings();
const provider = new Provider(url, {
  clients: [
    {
      client_id: client,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'RS256',
      jwks: { keys: [JSON.parse(jwk)] },
    },
  ],
  features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
  scopes: ['build', 'push', 'pull'],
});
const server = provider.listen(Number(new URL(url).port), '127.0.0.1');
await once(server, 'listening');
announce(url, async () => {
  server.closeAllConnections();
  server.close();
});
