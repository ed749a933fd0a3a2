import type { SigningKey } from '../../src/exchange/signing/keys.ts';
import type { Store } from '../../src/exchange/stores/port.ts';
import type { Records } from '../../src/exchange/stores/ports/records.ts';
import type { TrustRelationship } from '../../src/exchange/trust/relationship.ts';

/**
 * What the server costs without a database: one issuer, one relationship, nothing written, every
 * exchange "committed".
 */
export function forgetfulStore(issuerUrl: string): Store {
  const keys: SigningKey[] = [];
  const unused = () => Promise.reject(new Error('not part of this measurement'));
  return {
    findIssuer: async (url) =>
      url === issuerUrl ? { id: 'issuer', url, provider: 'github', enabled: true } : undefined,
    findRelationships: async () => [RELATIONSHIP],
    isTrusted: async () => true,
    recallRules: () => undefined,
    isShared: async () => false,
    commitExchange: async () => 'committed',
    holdRules: unused,
    appendEvent: async () => {},
    listSigningKeys: async () => keys,
    addFirstSigningKey: async (key) => {
      keys.push(key);
      return true;
    },
    ping: async () => {},
    purgeExpired: async () => 0,
    purgeEvents: async () => 0,
    close: async () => {},
    findToken: unused,
    findTokenById: unused,
    findProjects: unused,
    commitNarrowing: unused,
    noteUse: unused,
    read: (work) => work(ONE_OPERATOR),
    change: unused,
    revokeToken: unused,
    listEvents: unused,
    findBuilder: unused,
    findRegistry: unused,
    listRegistryKeys: unused,
    addRegistryKey: unused,
  };
}

/** All that the exchange looks at before it starts. */
const ONE_OPERATOR = {
  users: { countOperators: async () => 1, findDisabledOperator: async () => undefined },
} as unknown as Records;

const RELATIONSHIP: TrustRelationship = {
  id: 'relationship',
  projectId: 'project',
  organizationId: 'organization',
  project: 'acme/web',
  issuerId: 'issuer',
  repository: 'acme/web',
  repositoryId: '260064828',
  repositoryOwnerId: '1342004',
  conditions: {
    refs: ['refs/heads/main', 'refs/tags/v*'],
    baseRefs: null,
    environments: null,
    events: null,
    workflows: null,
    reusableWorkflows: null,
  },
  permissions: ['build', 'push', 'pull'],
  maxLifetime: 7200,
  mode: 'enforce',
  description: null,
  expiresAt: null,
  createdBy: 'bench',
  createdAt: 0,
  lastUsedAt: null,
  revision: 1,
  generation: 0,
};
