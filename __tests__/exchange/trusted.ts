import type { RelationshipEntry } from '../../src/exchange/policy/document.ts';
import type { PolicyChange } from '../../src/exchange/policy/plan.ts';
import type { Store } from '../../src/exchange/stores/port.ts';
import { type Conditions, NO_CONDITIONS } from '../../src/exchange/trust/relationship.ts';
import { carryOut } from './stored-policy.ts';

/** What sets a trust relationship apart from the plain one for acme/web. */
export type Trust = Partial<Omit<RelationshipEntry, 'conditions'>> & {
  /** `organization/project`. */
  project?: string;
  conditions?: Partial<Conditions>;
};

/** Registers the issuer, makes projects and organizations as needed, and adds the relationships. */
export async function applyTrust(
  store: Store,
  issuer: string,
  trust: readonly Trust[],
): Promise<void> {
  const projects = [...new Set(trust.map(({ project = 'acme/web' }) => project))];
  const organizations = [...new Set(projects.map((project) => split(project).organization))];
  const changes: PolicyChange[] = [
    { kind: 'issuer', action: 'create', entry: { url: issuer, provider: 'github' } },
    ...organizations.map((organization) => ({
      kind: 'organization' as const,
      action: 'create' as const,
      organization,
    })),
    ...projects.map((project) => ({
      kind: 'project' as const,
      action: 'create' as const,
      ...split(project),
    })),
    ...trust.map(({ project = 'acme/web', ...changed }) => ({
      kind: 'trust_relationship' as const,
      action: 'create' as const,
      ...split(project),
      before: null,
      after: relationship(issuer, changed),
    })),
  ];
  await carryOut(store, changes);
}

function relationship(issuer: string, { conditions, ...changed }: Trust): RelationshipEntry {
  return {
    issuer,
    repository: 'acme/web',
    repositoryId: '260064828',
    repositoryOwnerId: '1342004',
    permissions: ['build', 'push', 'pull'],
    maxLifetime: null,
    mode: 'enforce',
    description: null,
    expiresAt: null,
    ...changed,
    conditions: { ...NO_CONDITIONS, ...conditions },
  };
}

function split(path: string): { organization: string; project: string } {
  const [organization = '', project = ''] = path.split('/');
  return { organization, project };
}
