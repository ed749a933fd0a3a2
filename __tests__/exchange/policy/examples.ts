import type { PolicyDocument, RelationshipEntry } from '../../../src/exchange/policy/document.ts';

export const GITHUB = 'https://token.actions.githubusercontent.com';

/** The example of DESIGN and README. */
export const EXAMPLE = `issuers:
  - url: ${GITHUB}
    provider: github
organizations:
  - name: acme
    members:
      - { user: ada@example.com, role: admin }
    projects:
      - name: web
        trust_relationships:
          - repository: acme/web
            repository_id: "260064828"
            repository_owner_id: "1342004"
            refs: [refs/heads/main, "refs/tags/v*"]
            permissions: [build, push, pull]
            max_lifetime: 2h
`;

export function entry(changes: Partial<RelationshipEntry> = {}): RelationshipEntry {
  return {
    issuer: GITHUB,
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
    ...changes,
  };
}

/** One organization with one project. */
export function policy(...trustRelationships: RelationshipEntry[]): PolicyDocument {
  return {
    issuers: [{ url: GITHUB, provider: 'github' }],
    users: [],
    organizations: [
      {
        name: 'acme',
        members: [{ user: 'ada@example.com', role: 'admin' }],
        projects: [{ name: 'web', trustRelationships }],
      },
    ],
  };
}
