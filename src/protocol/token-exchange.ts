/** The exchange on the wire: RFC 8693 (OAuth 2.0 Token Exchange) with a few members of ours. */

import type { Permission } from './permissions.ts';
import type { ProjectPath } from './projects.ts';
import type { Reason } from './reasons.ts';

export const TOKEN_EXCHANGE_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** RFC 8628 section 3.4. */
export const DEVICE_CODE_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';

/** The only client that device authorization knows: `dockpass login`. */
export const COMMAND_LINE_CLIENT = 'dockpass';

/** Token type identifiers, RFC 8693 section 3. */
export const TOKEN_TYPE = {
  idToken: 'urn:ietf:params:oauth:token-type:id_token',
  jwt: 'urn:ietf:params:oauth:token-type:jwt',
  accessToken: 'urn:ietf:params:oauth:token-type:access_token',
} as const;

/** Paths below the installation's base URL. */
export const PATHS = {
  token: '/oauth/token',
  deviceAuthorization: '/oauth/device_authorization',
  revoke: '/oauth/revoke',
  introspect: '/oauth/introspect',
  depotExchange: '/auth/oidc/github-actions',
  metadata: '/.well-known/oauth-authorization-server',
  jwks: '/.well-known/jwks.json',
  leakedTokens: '/api/v1/leaked-tokens',
} as const;

/** Below the installation's base URL: the admin API. */
export const ADMIN_BASE = '/api/v1';

/** What describes the admin API. */
export const OPEN_API_PATH = '/openapi.json';

/** User name beside any of our tokens wherever a client wants a pair, as Docker does. */
export const TOKEN_USERNAME = 'x-token';

/** Which permissions a token carries in one project. */
export interface ProjectGrant {
  project: ProjectPath;
  permissions: Permission[];
}

/** 200 of `POST /oauth/token`, RFC 8693 section 2.2.1. */
export interface TokenResponse {
  access_token: string;
  issued_token_type: typeof TOKEN_TYPE.accessToken;
  token_type: 'Bearer';
  /** Seconds. */
  expires_in: number;
  /** Space-separated permissions that hold in every one of `projects`; absent if there is none. */
  scope?: string;
  projects: ProjectPath[];
  /** Project by project, because trust relationships may grant more in one than in another. */
  grants: ProjectGrant[];
  /** The audit event of this exchange. */
  reference: string;
}

/** 200 of `POST /oauth/device_authorization`, RFC 8628 section 3.2. */
export interface DeviceAuthorizationResponse {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  /** Seconds. */
  expires_in: number;
  interval: number;
}

/** `error` codes in use: RFC 6749 section 5.2, RFC 8693 section 2.2.2, RFC 6749 section 4.1.2.1. */
export type OAuthError =
  | 'invalid_request'
  | 'invalid_target'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'temporarily_unavailable'
  | 'server_error';

/** What a refused request asked for; a member is missing if it asked for whatever there is to have. */
export interface Requested {
  projects?: ProjectPath[];
  permissions?: Permission[];
}

/** Any answer but 200 of the exchange endpoints. */
export interface RefusalResponse {
  error: OAuthError;
  /** One sentence that a person can act on. */
  error_description: string;
  reason: Reason;
  /** The audit event's id, which an administrator can open. */
  reference: string;
  /** Names of the claims that failed; never what was expected of them. */
  claims?: string[];
  /** Missing if the request could not be read. */
  requested?: Requested;
}

/** Body of `POST /auth/oidc/github-actions`, in the shape of Depot's exchange: `protocol: depot` sends it. */
export interface DepotExchangeRequest {
  token: string;
}

export type DepotExchangeResponse =
  | ({ ok: true; token: string } & Pick<TokenResponse, 'expires_in' | 'projects' | 'reference'>)
  | { ok: false; error: string; reason: Reason; reference: string; claims?: string[] };

/** 200 of `POST /oauth/introspect`, RFC 7662 section 2.2. Times are seconds since the epoch. */
export type IntrospectionResponse =
  | { active: false }
  | {
      active: true;
      token_type: 'Bearer';
      /** Which of our three kinds (our extension). */
      token_kind: 'user' | 'project' | 'build';
      iss: string;
      /** Id of the token, under which administrators find it. */
      jti: string;
      iat: number;
      /** Absent if the token never expires. */
      exp?: number;
      /** Id of the user, for a user access token. */
      sub?: string;
      /** Their e-mail address. */
      username?: string;
      scope?: string;
      projects: ProjectPath[];
      grants: ProjectGrant[];
    };
