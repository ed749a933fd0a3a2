import type { ClaimTable } from './claims.ts';
import { GITHUB_CLAIMS } from './github-claims.ts';
import type { Provider } from './identity.ts';
import type { Algorithm } from './unverified-token.ts';

/** What is fixed for all issuers of a kind, whatever a token says. */
interface ProviderRules {
  /** The one JWS algorithm (RFC 7518 section 3.1) that its issuers sign with. */
  algorithm: Algorithm;
  claims: ClaimTable;
}

export const PROVIDER_RULES: Readonly<Record<Provider, ProviderRules>> = {
  github: { algorithm: 'RS256', claims: GITHUB_CLAIMS },
};
