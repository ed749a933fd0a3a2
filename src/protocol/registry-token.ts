/**
 * Docker's token authentication on the wire
 * (https://distribution.github.io/distribution/spec/auth/token/).
 */

import type { Permission } from './permissions.ts';

/** Below the installation's base URL: the realm of every registered registry. */
export const REGISTRY_TOKEN_PATH = '/registry/token';

/** Of all that a client may ask of a registry, what a token can be good for; in this order. */
export const REGISTRY_ACTIONS = ['pull', 'push'] as const satisfies readonly Permission[];

export type RegistryAction = (typeof REGISTRY_ACTIONS)[number];

/** One entry of the claim `access`. */
export interface RegistryAccess {
  type: 'repository';
  /** Of `repository(plugin)`; absent for images as a rule. */
  class?: string;
  name: string;
  actions: RegistryAction[];
}

/** 200 of `GET` and `POST /registry/token`. */
export interface RegistryTokenResponse {
  token: string;
  /** The same, for clients that go by OAuth. */
  access_token: string;
  /** Seconds. */
  expires_in: number;
  /** RFC 3339. */
  issued_at: string;
}

/** Error codes of registries that we use, which clients print beside the message. */
export type RegistryErrorCode =
  | 'UNAUTHORIZED'
  | 'DENIED'
  | 'UNSUPPORTED'
  | 'TOOMANYREQUESTS'
  | 'UNAVAILABLE'
  | 'UNKNOWN';

/** Any other answer, in the shape of the registry API. */
export interface RegistryErrorResponse {
  errors: { code: RegistryErrorCode; message: string; detail?: object }[];
}
