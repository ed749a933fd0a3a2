import type { Claims } from '../../../src/exchange/identity/identity.ts';
import {
  type Conditions,
  NO_CONDITIONS,
  type TrustRelationship,
} from '../../../src/exchange/trust/relationship.ts';

export const NOW = 1_800_000_000;

export { NO_CONDITIONS };

/** The claims of a push to the main branch of acme/web, as GitHub signs them. */
export function jobClaims(changes: Record<string, string | undefined> = {}): Claims {
  return {
    iss: 'https://token.actions.githubusercontent.com',
    sub: 'repo:acme/web:ref:refs/heads/main',
    aud: 'https://dockpass.example.com',
    jti: '0f1c9a6e-3f0b-4b62-a9b5-1f4c6e2c6b11',
    repository: 'acme/web',
    repository_id: '260064828',
    repository_owner: 'acme',
    repository_owner_id: '1342004',
    ref: 'refs/heads/main',
    event_name: 'push',
    workflow_ref: 'acme/web/.github/workflows/release.yml@refs/heads/main',
    job_workflow_ref: 'acme/web/.github/workflows/release.yml@refs/heads/main',
    run_id: '1234567890',
    ...changes,
  };
}

/** Trusts acme/web, ids pinned, without conditions. */
export function relationship(changes: Partial<TrustRelationship> = {}): TrustRelationship {
  return {
    id: 'rel-1',
    projectId: 'id-of-acme/web',
    organizationId: 'id-of-acme',
    project: 'acme/web',
    issuerId: 'github',
    repository: 'acme/web',
    repositoryId: '260064828',
    repositoryOwnerId: '1342004',
    conditions: NO_CONDITIONS,
    permissions: ['build', 'push', 'pull'],
    maxLifetime: null,
    mode: 'enforce',
    description: null,
    expiresAt: null,
    createdBy: 'operator',
    createdAt: 1_700_000_000,
    lastUsedAt: null,
    revision: 1,
    generation: 0,
    ...changes,
  };
}

export function withConditions(
  conditions: Partial<Conditions>,
  changes: Partial<TrustRelationship> = {},
): TrustRelationship {
  return relationship({ ...changes, conditions: { ...NO_CONDITIONS, ...conditions } });
}
