import type { OrganizationEntry, PolicyDocument, ProjectEntry } from './document.ts';
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
    ...issuerChanges(current, wanted),
    ...pairs(current.organizations, wanted.organizations, ({ name }) => name).flatMap(
      ([before, after]) => organizationChanges(before, after),
    ),
  ];
  const removals = differences.filter(isRemoval).toSorted(innermostFirst);
  const changes = differences.filter((change) => !isRemoval(change));
  return prune ? { changes: [...changes, ...removals], kept: [] } : { changes, kept: removals };
}

function isRemoval({ action }: PolicyChange): boolean {
  return action === 'remove';
}

const REMOVED_IN_ORDER = ['trust_relationship', 'project', 'member', 'organization', 'issuer'];

/** So that each removal finds what it names, and is recorded by itself. */
function innermostFirst(one: PolicyChange, other: PolicyChange): number {
  return REMOVED_IN_ORDER.indexOf(one.kind) - REMOVED_IN_ORDER.indexOf(other.kind);
}

function issuerChanges(current: PolicyDocument, wanted: PolicyDocument): PolicyChange[] {
  return pairs(current.issuers, wanted.issuers, ({ url }) => url).flatMap(
    ([before, after]): PolicyChange[] => {
      if (before && after) return [];
      if (after) return [{ kind: 'issuer', action: 'create', entry: after }];
      return before ? [{ kind: 'issuer', action: 'remove', entry: before }] : [];
    },
  );
}

function organizationChanges(
  before: OrganizationEntry | undefined,
  after: OrganizationEntry | undefined,
): PolicyChange[] {
  const organization = (after ?? before)?.name ?? '';
  return [
    ...existence({ kind: 'organization', organization }, before, after),
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
  return [
    ...existence({ kind: 'project', organization, project }, before, after),
    ...planRelationships(before?.trustRelationships ?? [], after?.trustRelationships ?? []).map(
      (change): PolicyChange => ({ kind: 'trust_relationship', organization, project, ...change }),
    ),
  ];
}

type Named =
  | { kind: 'organization'; organization: string }
  | { kind: 'project'; organization: string; project: string };

function existence(named: Named, before: unknown, after: unknown): PolicyChange[] {
  if (before && after) return [];
  return [{ ...named, action: after ? 'create' : 'remove' }];
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
