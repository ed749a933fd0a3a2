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
