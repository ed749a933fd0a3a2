/** Kinds of OIDC providers whose claims we can read; each has a claim table of its own. */
export const PROVIDERS = ['github'] as const;

export type Provider = (typeof PROVIDERS)[number];

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** An OIDC provider that the operator has registered. */
export interface Issuer {
  id: string;
  /** Compared byte for byte with `iss`. */
  url: string;
  provider: Provider;
  /** While it is switched off, its jobs get no tokens. */
  enabled: boolean;
}

/** String claims by name, without a prototype, so that `__proto__` is a name like any other. */
export type Claims = Readonly<Record<string, string | undefined>>;

/**
 * A job that has proven who it is: signature, issuer, audience, times and required claims of its
 * ID token all hold. Nothing else in the exchange may construct one.
 */
export interface Identity {
  issuer: Issuer;
  /** Unique per issuer, never by itself. */
  jti: string;
  /** Seconds since the epoch. */
  issuedAt: number;
  /** Seconds since the epoch. */
  expiresAt: number;
  claims: Claims;
}
