import { isDeepStrictEqual } from 'node:util';
import { foldCase } from '../trust/glob.ts';
import type {
  BuilderEntry,
  IssuerEntry,
  OrganizationEntry,
  PolicyDocument,
  ProjectEntry,
  RegistryEntry,
  RelationshipEntry,
  UserEntry,
} from './document.ts';
import { planRelationships } from './pair-relationships.ts';
import type { PolicyChange, PolicyPlan } from './plan.ts';

export interface PlanOptions {
  /** Remove what is stored and not in the document. */
  prune: boolean;
}

/**
 * What has to change for the store to say what the document says. Nothing is removed unless
 * `prune`; carried out once, the same document gives an empty plan.
 */
export function planPolicy(
  current: PolicyDocument,
  wanted: PolicyDocument,
  { prune }: PlanOptions,
): PolicyPlan {
  const differences = [
    ...pairs(current.issuers, wanted.issuers, ({ url }) => url).flatMap(([before, after]) =>
      issuerChanges(before, after),
    ),
    ...pairs(current.users, wanted.users, ({ user }) => user).flatMap(([before, after]) =>
      userChanges(before, after),
    ),
    ...pairs(current.organizations, wanted.organizations, ({ name }) => name).flatMap(
      ([before, after]) => organizationChanges(before, after),
    ),
    ...registriesChanges(current.registries, wanted.registries),
  ];
  const removals = differences.filter(isRemoval).toSorted(innermostFirst);
  const changes = differences.filter((change) => !isRemoval(change));
  return prune ? { changes: [...changes, ...removals], kept: [] } : { changes, kept: removals };
}

/** Of what the document does not mention. A builder goes because the document says so. */
function isRemoval({ kind, action }: PolicyChange): boolean {
  return action === 'remove' && kind !== 'builder';
}

const REMOVED_IN_ORDER = [
  'trust_relationship',
  'project',
  'member',
  'organization',
  'issuer',
  'registry',
];

/** So that each removal finds what it names, and is recorded by itself. */
function innermostFirst(one: PolicyChange, other: PolicyChange): number {
  return REMOVED_IN_ORDER.indexOf(one.kind) - REMOVED_IN_ORDER.indexOf(other.kind);
}

function issuerChanges(
  before: IssuerEntry | undefined,
  after: IssuerEntry | undefined,
): PolicyChange[] {
  if (!after) return before ? [{ kind: 'issuer', action: 'remove', entry: before }] : [];
  if (!before) return [{ kind: 'issuer', action: 'create', entry: after }];
  const { url, provider } = after;
  const switched = switchedIn(before, after, ['enabled']);
  return switched
    ? [{ kind: 'issuer', action: 'update', entry: { url, provider, ...switched } }]
    : [];
}

/** Users outlive the document: tokens and audit events are theirs. */
function userChanges(before: UserEntry | undefined, after: UserEntry | undefined): PolicyChange[] {
  if (!after) return [];
  if (!before) return [{ kind: 'user', action: 'create', entry: after }];
  const switched = switchedIn(before, after, ['operator', 'disabled']);
  return switched
    ? [{ kind: 'user', action: 'update', entry: { user: after.user, ...switched } }]
    : [];
}

/** Those of the switches that the wanted entry sets to something else. */
function switchedIn<Name extends string>(
  before: { readonly [Switch in Name]?: boolean },
  after: { readonly [Switch in Name]?: boolean },
  names: readonly Name[],
): { [Switch in Name]?: boolean } | undefined {
  const switched: { [Switch in Name]?: boolean } = {};
  for (const name of names) {
    const wanted = after[name];
    if (wanted !== undefined && wanted !== before[name]) switched[name] = wanted;
  }
  return Object.keys(switched).length > 0 ? switched : undefined;
}

function organizationChanges(
  before: OrganizationEntry | undefined,
  after: OrganizationEntry | undefined,
): PolicyChange[] {
  const organization = (after ?? before)?.name ?? '';
  return [
    ...(before && after
      ? []
      : [{ kind: 'organization', action: after ? 'create' : 'remove', organization } as const]),
    ...pairs(before?.members, after?.members, ({ user }) => user).flatMap(([was, is]) =>
      memberChanges(organization, was, is),
    ),
    ...pairs(before?.projects, after?.projects, ({ name }) => name).flatMap(([was, is]) =>
      projectChanges(organization, was, is),
    ),
  ];
}

function memberChanges(
  organization: string,
  before: OrganizationEntry['members'][number] | undefined,
  after: OrganizationEntry['members'][number] | undefined,
): PolicyChange[] {
  if (before && before.role === after?.role) return [];
  if (!after)
    return before ? [{ kind: 'member', action: 'remove', organization, entry: before }] : [];
  if (!before) return [{ kind: 'member', action: 'create', organization, entry: after }];
  return [
    { kind: 'member', action: 'update', organization, entry: after, previousRole: before.role },
  ];
}

function projectChanges(
  organization: string,
  before: ProjectEntry | undefined,
  after: ProjectEntry | undefined,
): PolicyChange[] {
  const project = (after ?? before)?.name ?? '';
  const named = { kind: 'project', organization, project } as const;
  return [
    ...ownChanges(named, before, after),
    ...builderChanges({ organization, project }, before?.builder ?? null, after?.builder),
    ...relationshipChanges({ organization, project }, before, after),
  ];
}

function relationshipChanges(
  place: { organization: string; project: string },
  before: ProjectEntry | undefined,
  after: ProjectEntry | undefined,
): PolicyChange[] {
  const [stored, wanted] = [before?.trustRelationships ?? [], after?.trustRelationships ?? []];
  const byRepository = Map.groupBy([...stored, ...wanted], ({ repository }) =>
    foldCase(repository),
  );
  const isElsewhere = ({ repository, issuer }: RelationshipEntry) =>
    byRepository.get(foldCase(repository))?.some((other) => other.issuer !== issuer);
  return planRelationships(stored, wanted).map((change): PolicyChange => {
    const entry = change.after ?? change.before;
    const distinguishing = entry && isElsewhere(entry) && ({ issuerDistinguishes: true } as const);
    return { kind: 'trust_relationship', ...place, ...distinguishing, ...change };
  });
}

function ownChanges(
  named: { kind: 'project'; organization: string; project: string },
  before: ProjectEntry | undefined,
  after: ProjectEntry | undefined,
): PolicyChange[] {
  if (before && after) {
    const switched = switchedIn(before, after, ['oidcOnly']);
    return switched ? [{ ...named, action: 'update', ...switched }] : [];
  }
  const { oidcOnly } = after ?? before ?? {};
  const action = after ? 'create' : 'remove';
  return [{ ...named, action, ...(oidcOnly !== undefined && { oidcOnly }) }];
}

function builderChanges(
  place: { organization: string; project: string },
  before: BuilderEntry | null,
  after: BuilderEntry | null | undefined,
): PolicyChange[] {
  if (after === undefined || isDeepStrictEqual(before, after)) return [];
  const replacing = before ? 'update' : 'create';
  return [{ kind: 'builder', action: after ? replacing : 'remove', ...place, before, after }];
}

/** A document that says nothing of registries is older than they are, or leaves them to others. */
function registriesChanges(
  before: readonly RegistryEntry[] | undefined,
  after: readonly RegistryEntry[] | undefined,
): PolicyChange[] {
  if (!after) return [];
  return pairs(before, after, ({ name }) => name).flatMap(([was, is]) => registryChanges(was, is));
}

function registryChanges(
  before: RegistryEntry | undefined,
  after: RegistryEntry | undefined,
): PolicyChange[] {
  if (!after) return before ? [{ kind: 'registry', action: 'remove', entry: before }] : [];
  if (!before) return [{ kind: 'registry', action: 'create', entry: after }];
  const { hosts: previousHosts } = before;
  return previousHosts.join() === after.hosts.join()
    ? []
    : [{ kind: 'registry', action: 'update', entry: after, previousHosts }];
}

/** Entries of both sides by their key: the wanted ones in their order, then those that are left. */
function pairs<Entry>(
  before: readonly Entry[] = [],
  after: readonly Entry[] = [],
  keyOf: (entry: Entry) => string,
): [Entry | undefined, Entry | undefined][] {
  const stored = new Map(before.map((entry) => [keyOf(entry), entry]));
  const kept = new Set(after.map(keyOf));
  return [
    ...after.map((entry): [Entry | undefined, Entry] => [stored.get(keyOf(entry)), entry]),
    ...before
      .filter((entry) => !kept.has(keyOf(entry)))
      .map((entry): [Entry, undefined] => [entry, undefined]),
  ];
}
