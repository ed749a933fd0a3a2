import { GITHUB_ISSUER } from '../../../src/exchange/identity/identity.ts';
import type { RelationshipEntry } from '../../../src/exchange/policy/document.ts';
import type { PolicyChange } from '../../../src/exchange/policy/plan.ts';
import type { Store } from '../../../src/exchange/stores/port.ts';
import type { TrustRelationship } from '../../../src/exchange/trust/relationship.ts';
import { carryOut } from '../stored-policy.ts';
import { NOW, PINS } from './records.ts';

export const GITHUB = GITHUB_ISSUER;
export const ENTERPRISE = 'https://token.actions.example.ghe.com';

export interface Furnished {
  githubId: string;
  enterpriseId: string;
  /** acme/web, pinned. */
  web: TrustRelationship;
  /** acme/api, not pinned yet. */
  api: TrustRelationship;
}

/** Two issuers, and one organization with two projects that trust the same repository. */
export async function furnish(store: Store): Promise<Furnished> {
  await applyChanges(store, [
    { kind: 'issuer', action: 'create', entry: { url: GITHUB, provider: 'github' } },
    { kind: 'issuer', action: 'create', entry: { url: ENTERPRISE, provider: 'github' } },
    { kind: 'organization', action: 'create', organization: 'acme' },
    { kind: 'project', action: 'create', organization: 'acme', project: 'web' },
    { kind: 'project', action: 'create', organization: 'acme', project: 'api' },
    trust('web', relationshipEntry()),
    trust('api', relationshipEntry({ repositoryId: null, repositoryOwnerId: null })),
  ]);
  const github = await store.findIssuer(GITHUB);
  const enterprise = await store.findIssuer(ENTERPRISE);
  if (!github || !enterprise) throw new Error('the issuers are missing');
  return {
    githubId: github.id,
    enterpriseId: enterprise.id,
    web: await relationshipOf(store, 'acme/web'),
    api: await relationshipOf(store, 'acme/api'),
  };
}

/** GitHub's relationship of `project` as it is stored now. */
export async function relationshipOf(store: Store, project: string): Promise<TrustRelationship> {
  const found = await store.findRelationships(GITHUB, 'acme/web');
  const relationship = found.find((candidate) => candidate.project === project);
  if (!relationship) throw new Error(`no relationship of ${project}`);
  return relationship;
}

/** Carries out `changes` whatever is stored. */
export async function applyChanges(store: Store, changes: PolicyChange[]): Promise<void> {
  await carryOut(store, changes, { now: NOW });
}

export function trust(project: string, after: RelationshipEntry): PolicyChange {
  return {
    kind: 'trust_relationship',
    action: 'create',
    organization: 'acme',
    project,
    before: null,
    after,
  };
}

/** Takes the relationship of `project` away, as `apply --prune` does. */
export async function removeRelationship(
  store: Store,
  { id, project }: TrustRelationship,
): Promise<void> {
  const [organization = '', name = ''] = project.split('/');
  await applyChanges(store, [
    {
      kind: 'trust_relationship',
      action: 'remove',
      organization,
      project: name,
      before: relationshipEntry({ id }),
      after: null,
    },
  ]);
}

/** Makes the rule say what `after` says, as `apply` does. */
export async function updateRelationship(
  store: Store,
  { id, project }: TrustRelationship,
  after: RelationshipEntry,
): Promise<void> {
  const [organization = '', name = ''] = project.split('/');
  await applyChanges(store, [
    {
      kind: 'trust_relationship',
      action: 'update',
      organization,
      project: name,
      before: relationshipEntry({ id }),
      after,
    },
  ]);
}

export function relationshipEntry(changes: Partial<RelationshipEntry> = {}): RelationshipEntry {
  return {
    issuer: GITHUB,
    repository: 'Acme/Web',
    ...PINS,
    conditions: {
      refs: ['refs/heads/main'],
      baseRefs: null,
      environments: null,
      events: ['push'],
      workflows: null,
      reusableWorkflows: null,
    },
    permissions: ['build', 'push'],
    maxLifetime: 7200,
    mode: 'enforce',
    description: 'releases',
    expiresAt: null,
    ...changes,
  };
}
