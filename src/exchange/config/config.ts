/** Seconds: no build token, and no trust relationship, goes below this. */
export const MIN_LIFETIME = 60;

/** The exchange's configuration, read once from the environment at the start. */
export interface Config {
  /** DOCKPASS_URL: OAuth issuer, audience of ID tokens and prefix of project URLs; no trailing slash. */
  url: string;
  /** DOCKPASS_DATABASE; `url` holds a password as a rule: only `nameOf` in stores/ may be shown. */
  database: { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };
  /** HOST, PORT; port 0 takes a free one. */
  listen: { host: string; port: number };
  /** DOCKPASS_LOG_LEVEL. */
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Build token lifetimes in seconds: one minute, DOCKPASS_DEFAULT_LIFETIME, DOCKPASS_MAX_LIFETIME. */
  lifetimes: { min: number; default: number; max: number };
  /** DOCKPASS_REQUIRE_PINS: refuse relationships without numeric ids instead of pinning at first use. */
  requirePins: boolean;
  /** DOCKPASS_REQUIRE_PROJECT: jobs must name their projects even while there is only one organization. */
  requireProject: boolean;
  /** Exchanges per minute: DOCKPASS_RATE_LIMIT_ADDRESS, DOCKPASS_RATE_LIMIT_REPOSITORY; 0: no limit. */
  rateLimits: { perAddress: number; perRepository: number };
  /** DOCKPASS_AUDIT_RETENTION: seconds after which audit events are removed; null: never. */
  auditRetention: number | null;
  /** DOCKPASS_TRUSTED_PROXIES: addresses and networks whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /**
   * DOCKPASS_SECRET_SCANNING_KEYS_URL: whose keys sign reports of leaked tokens; null: no reports are
   * taken.
   */
  secretScanningKeysUrl: string | null;
  /**
   * DOCKPASS_REPOSITORY_LOOKUP: null: GitHub is not asked for the ids of repositories; `api`: root of the API
   * that is, if not that of the issuer's own server.
   */
  repositoryLookup: { api: string | null } | null;
  /** HTTPS_PROXY and NO_PROXY: the way to issuers; `url` may hold a password: only its host may be shown. */
  proxy: { url: string; except: string } | null;
  /** DOCKPASS_SIGN_IN_…: the OIDC provider that people sign in to the console with; null: none. */
  signIn: SignInConfig | null;
  /** DOCKPASS_DRAIN: seconds that new connections are still taken for after being asked to end. */
  drain: number;
  /** DOCKPASS_SHUTDOWN_GRACE: seconds that requests in flight get to finish. */
  shutdownGrace: number;
}

export interface SignInConfig {
  /** As the provider spells it. */
  issuer: string;
  clientId: string;
  /** Null: a public client, which PKCE protects. */
  clientSecret: string | null;
  /** What people call the provider. */
  name: string;
  /** The claim that lists a person's groups. */
  groupsClaim: string;
  groups: readonly GroupRole[];
}

/** Whoever is in the group has the role. */
export interface GroupRole {
  group: string;
  /** Its name. */
  organization: string;
  role: 'admin' | 'member';
}
