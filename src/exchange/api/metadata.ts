import { PERMISSIONS } from '../../protocol/permissions.ts';
import {
  DEVICE_CODE_GRANT_TYPE,
  PATHS,
  TOKEN_EXCHANGE_GRANT_TYPE,
} from '../../protocol/token-exchange.ts';
import { type Handler, publicJson } from '../http/answer.ts';
import type { KeyRing } from '../signing/key-ring.ts';
import { SIGNING_ALGORITHM } from '../signing/keys.ts';

/** `GET /.well-known/oauth-authorization-server`, RFC 8414: says only what is so. */
export function metadataEndpoint(issuer: string): Handler {
  const document = {
    issuer,
    token_endpoint: issuer + PATHS.token,
    device_authorization_endpoint: issuer + PATHS.deviceAuthorization,
    revocation_endpoint: issuer + PATHS.revoke,
    introspection_endpoint: issuer + PATHS.introspect,
    jwks_uri: issuer + PATHS.jwks,
    grant_types_supported: [TOKEN_EXCHANGE_GRANT_TYPE, DEVICE_CODE_GRANT_TYPE],
    // Required by RFC 8414 section 2; there is no authorization endpoint that would answer any.
    response_types_supported: [],
    scopes_supported: [...PERMISSIONS],
    // The ID token, or the token to be revoked, is all the authentication there is.
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    // Access token types are registered values here too (RFC 8414 section 2).
    introspection_endpoint_auth_methods_supported: ['Bearer'],
    // RFC 9701 section 7.
    introspection_signing_alg_values_supported: [SIGNING_ALGORITHM],
  };
  return () => publicJson(document, 300);
}

/**
 * Below the issuer, as everything of ours; and for an issuer with a path, which a proxy takes away,
 * where RFC 8414 section 3.1 looks for it: in front of that path.
 */
export function metadataPaths(issuer: string): string[] {
  const { pathname } = new URL(issuer);
  return pathname === '/' ? [PATHS.metadata] : [PATHS.metadata, PATHS.metadata + pathname];
}

/** `GET /.well-known/jwks.json`, RFC 7517: the keys that verify signed introspection answers. */
export function jwksEndpoint(keyRing: KeyRing): Handler {
  return async () => publicJson({ keys: await keyRing.publicKeys() }, 60);
}
