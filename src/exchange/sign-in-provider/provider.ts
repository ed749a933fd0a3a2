import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type IDToken,
  None,
  type ServerMetadata,
  type UserInfoResponse,
} from 'openid-client';
import type { SignInConfig } from '../config/config.ts';
import { type Clock, epochSeconds } from '../system/clock.ts';
import type { BoundedFetch } from '../system/fetch.ts';
import { foldCase } from '../trust/glob.ts';
import { failureOf, ProviderFailure } from './failure.ts';

/** Of each answer, from the start to the last byte: somebody waits for it in front of a browser. */
export const PROVIDER_FETCH_LIMITS = { maxBytes: 1024 * 1024, timeoutMs: 5000 };

/** What an answer must belong to. It is kept here, and of no use without the browser that asked. */
export interface AuthenticationRequest {
  state: string;
  nonce: string;
  /** RFC 7636. */
  verifier: string;
}

/** Somebody's account at the provider, as a verified ID token says. */
export interface ProviderAccount {
  /** With `subject`: who it is. */
  issuer: string;
  subject: string;
  /**
   * Null unless the provider says that it is verified. ASCII letters are in lower case: that of others may be one
   * of those, as the Kelvin sign's is, and the address so somebody else's.
   */
  email: string | null;
  /** Null: the provider does not say which; it has too many to list, for example. */
  groups: readonly string[] | null;
}

export interface SignInProvider {
  /** Where the browser is to be sent. Rejects with a ProviderFailure. */
  begin(request: AuthenticationRequest): Promise<URL>;
  /** `response`: the query that the browser came back with. Rejects with a ProviderFailure. */
  finish(response: URLSearchParams, request: AuthenticationRequest): Promise<ProviderAccount>;
}

interface ProviderDeps {
  settings: SignInConfig;
  /** To which the provider sends the browser back. */
  redirectUri: string;
  fetch: BoundedFetch;
  clock: Clock;
}

/** Seconds for which what the provider says of itself is believed. */
const METADATA_LASTS = 3600;

/** Seconds for which a provider that did not answer is left alone. */
const FAILURE_LASTS = 5;

/** Seconds; hosts' clocks differ. */
const CLOCK_TOLERANCE = 30;

/**
 * Authorization code flow with PKCE (RFC 7636), state, nonce, and the issuer in the response (RFC 9207) of
 * providers that send it. Nothing is asked of the provider before somebody signs in.
 */
export function createSignInProvider(deps: ProviderDeps): SignInProvider {
  const { settings, redirectUri } = deps;
  const configuration = remembered(deps.clock, () => discovered(deps));
  return {
    async begin({ state, nonce, verifier }) {
      const config = await configuration();
      return buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: scopeOf(settings, config.serverMetadata()),
        response_type: 'code',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
    },
    async finish(response, { state, nonce, verifier }) {
      const config = await configuration();
      const url = new URL(`${redirectUri}?${response.toString()}`);
      try {
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
        const tokens = await authorizationCodeGrant(config, url, checks);
        const idToken = tokens.claims();
        if (!idToken) throw new Error('The provider sent no ID token');
        return await accountOf(config, settings, idToken, tokens.access_token);
      } catch (error) {
        throw failureOf(error);
      }
    },
  };
}

/** Asked once for all who ask at the same time, and again once it is old. */
function remembered<Value>(clock: Clock, ask: () => Promise<Value>): () => Promise<Value> {
  let known: { answer: Promise<Value>; until: number } | undefined;
  return () => {
    const now = epochSeconds(clock);
    if (known && now < known.until) return known.answer;
    const asked = { answer: ask(), until: now + METADATA_LASTS };
    known = asked;
    asked.answer.catch(() => {
      asked.until = epochSeconds(clock) + FAILURE_LASTS;
    });
    return asked.answer;
  };
}

async function discovered({ settings, fetch: ask }: ProviderDeps): Promise<Configuration> {
  const fetch = answering(ask);
  const { issuer, clientId, clientSecret } = settings;
  const url = new URL(issuer);
  const isPlain = url.protocol === 'http:';
  try {
    const found = await discovery(url, clientId, undefined, None(), {
      execute: isPlain ? [allowInsecureRequests] : [],
      [customFetch]: fetch,
    });
    const metadata = { ...found.serverMetadata() };
    // openid-client lets the shared issuer of Entra ID pass, where everybody's own directory signs.
    if (new URL(metadata.issuer).href !== url.href)
      throw new Error(`The provider at ${issuer} names itself ${metadata.issuer}`);
    const config = new Configuration(
      metadata,
      clientId,
      { [clockTolerance]: CLOCK_TOLERANCE },
      clientSecret === null ? None() : clientSecretAuth(metadata)(clientSecret),
    );
    config[customFetch] = fetch;
    if (isPlain) allowInsecureRequests(config);
    // TLS vouches for the ID token already; a proxy between may have opened that.
    enableNonRepudiationChecks(config);
    return config;
  } catch (error) {
    throw new ProviderFailure('unavailable', error);
  }
}

/** What can't be reached, or is down, is not at fault for what it answers. */
function answering(fetch: BoundedFetch): CustomFetch {
  return async (url, options) => {
    const answer = await fetch(url, options as RequestInit).catch((error: unknown) => {
      throw new ProviderFailure('unavailable', error);
    });
    if (answer.status < 500) return answer;
    throw new ProviderFailure('unavailable', new Error(`${url} answered ${answer.status}`));
  };
}

/** RFC 8414 section 2: basic, where nothing is said. */
function clientSecretAuth({
  token_endpoint_auth_methods_supported: supported = ['client_secret_basic'],
}: ServerMetadata) {
  return supported.includes('client_secret_basic') ? ClientSecretBasic : ClientSecretPost;
}

/** Some providers list groups for those only who ask for a scope of that name. */
function scopeOf(
  { groups, groupsClaim }: SignInConfig,
  { scopes_supported: supported = [] }: ServerMetadata,
): string {
  const ofGroups = groups.length > 0 && supported.includes(groupsClaim) ? [groupsClaim] : [];
  return [...new Set(['openid', 'email', 'profile', ...ofGroups])].join(' ');
}

type ProviderClaims = IDToken | UserInfoResponse;

/**
 * What the ID token does not say is asked for: with the code flow, many providers put claims there alone (OpenID
 * Connect Core section 5.4).
 */
async function accountOf(
  config: Configuration,
  { groups: wanted, groupsClaim }: SignInConfig,
  idToken: IDToken,
  accessToken: string,
): Promise<ProviderAccount> {
  const says = (claim: string) => idToken[claim] !== undefined;
  const isComplete =
    says('email') && says('email_verified') && (wanted.length === 0 || says(groupsClaim));
  const userInfo =
    isComplete || !config.serverMetadata().userinfo_endpoint
      ? {}
      : await fetchUserInfo(config, accessToken, idToken.sub);
  return {
    issuer: idToken.iss,
    subject: idToken.sub,
    email: verifiedEmail(idToken) ?? verifiedEmail(userInfo),
    groups: groupsOf({ ...userInfo, ...idToken }, groupsClaim),
  };
}

/** Both from one place: that one address was verified says nothing of another one. */
function verifiedEmail({ email, email_verified: isVerified }: Partial<ProviderClaims>) {
  return typeof email === 'string' && isVerified === true ? foldCase(email) : null;
}

/** A single group may be no list. A claim that is missing lists none, unless it stands elsewhere (section 5.6.2). */
function groupsOf(claims: ProviderClaims, name: string): readonly string[] | null {
  const { [name]: groups, _claim_names: elsewhere } = claims as Record<string, unknown>;
  if (typeof groups === 'string') return [groups];
  if (Array.isArray(groups)) return groups.filter((group) => typeof group === 'string');
  return Object.hasOwn(Object(elsewhere), name) ? null : [];
}
