import type { ClaimTable } from './claims.ts';
import type { Provider } from './identity.ts';
import type { Algorithm } from './unverified-token.ts';

/**
 * The claims of GitHub's ID tokens, to be reviewed against
 * https://docs.github.com/en/actions/reference/security/oidc#oidc-token-claims and `claims_supported`
 * of https://token.actions.githubusercontent.com/.well-known/openid-configuration.
 */
export const GITHUB_CLAIMS: ClaimTable = {
  // The runner's own credentials have the same issuer and key, but neither aud, sub nor jti.
  // Names of repositories and owners can be registered again by somebody else, their ids cannot.
  required: {
    iss: 'text',
    sub: 'text',
    aud: 'text',
    jti: 'text',
    iat: 'numericDate',
    nbf: 'numericDate',
    exp: 'numericDate',
    repository_id: 'numericId',
    repository_owner_id: 'numericId',
  },
  matched: [
    'repository',
    'ref',
    'base_ref',
    'environment',
    'event_name',
    'workflow_ref',
    'job_workflow_ref',
  ],
  recorded: [
    'repository_owner',
    'repository_visibility',
    'enterprise',
    'enterprise_id',
    'ref_type',
    'ref_protected',
    'sha',
    'head_ref',
    'workflow',
    'workflow_sha',
    'job_workflow_sha',
    'actor',
    'actor_id',
    'run_id',
    'run_number',
    'run_attempt',
    'check_run_id',
    'runner_environment',
  ],
  // Names of GitHub's inner workings that mean nothing to an administrator.
  ignored: ['environment_node_id', 'issuer_scope'],
};

/** What is fixed for all issuers of a kind, whatever a token says. */
interface ProviderRules {
  /** The one JWS algorithm (RFC 7518 section 3.1) that its issuers sign with. */
  algorithm: Algorithm;
  claims: ClaimTable;
}

export const PROVIDER_RULES: Readonly<Record<Provider, ProviderRules>> = {
  github: { algorithm: 'RS256', claims: GITHUB_CLAIMS },
};
