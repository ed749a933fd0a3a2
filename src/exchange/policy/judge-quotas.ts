import { planPolicy } from './diff.ts';
import type { PolicyDocument, RelationshipEntry } from './document.ts';
import type { Path } from './paths.ts';
import type { PolicyChange, PolicyPlan } from './plan.ts';
import {
  conditionsExcess,
  type Excess,
  excess,
  excessText,
  type Holding,
  holdingsOf,
} from './quotas.ts';
import type { Finding } from './yaml-source.ts';

/** Quotas that the plan would go beyond, each at the first entry that takes up room in it. */
export function judgeQuotas(
  wanted: PolicyDocument,
  stored: PolicyDocument,
  { changes }: PolicyPlan,
): Finding[] {
  const found = [...heavyRelationships(changes), ...fullPlaces(stored, changes)];
  return found.map(({ excess, change }) => ({
    path: pathOf(change, wanted),
    message: `this ${excessText(excess)}`,
  }));
}

interface Found {
  excess: Excess;
  change: PolicyChange;
}

function heavyRelationships(changes: readonly PolicyChange[]): Found[] {
  return changes.flatMap((change) =>
    change.kind === 'trust_relationship' && change.after
      ? conditionsExcess(change.before, change.after).map((excess) => ({ excess, change }))
      : [],
  );
}

function fullPlaces(stored: PolicyDocument, changes: readonly PolicyChange[]): Found[] {
  const amounts = new Map<string, number>();
  for (const change of creationOf(stored)) take(change, amounts);
  const before = new Map(amounts);
  for (const change of changes) take(change, amounts);
  const judged = new Set<string>();
  return changes.flatMap((change) =>
    takenBy(change).flatMap(({ quota, place }) => {
      const key = keyOf({ quota, place });
      if (judged.has(key)) return [];
      judged.add(key);
      return excess(quota, place, before.get(key) ?? 0, amounts.get(key) ?? 0).map((excess) => ({
        excess,
        change,
      }));
    }),
  );
}

/** A document as the changes that lead to it from nothing. */
function creationOf(document: PolicyDocument): readonly PolicyChange[] {
  const nothing = { issuers: [], users: [], organizations: [] };
  return planPolicy(nothing, document, { prune: false }).changes;
}

function take(change: PolicyChange, amounts: Map<string, number>): void {
  const add = (holding: Holding, sign: 1 | -1) => {
    const key = keyOf(holding);
    amounts.set(key, (amounts.get(key) ?? 0) + sign * holding.amount);
  };
  for (const holding of takenBy(change)) add(holding, 1);
  for (const holding of givenBackBy(change)) add(holding, -1);
}

function keyOf({ quota, place }: Pick<Holding, 'quota' | 'place'>): string {
  return `${quota} ${place}`;
}

function takenBy(change: PolicyChange): Holding[] {
  if (change.kind === 'trust_relationship') return relationshipHoldings(change, change.after);
  return change.action === 'create' ? ownHoldings(change) : [];
}

function givenBackBy(change: PolicyChange): Holding[] {
  if (change.kind === 'trust_relationship') return relationshipHoldings(change, change.before);
  return change.action === 'remove' ? ownHoldings(change) : [];
}

function relationshipHoldings(
  { organization, project }: { organization: string; project: string },
  relationship: RelationshipEntry | null,
): Holding[] {
  return relationship ? holdingsOf({ ...relationship, project: `${organization}/${project}` }) : [];
}

function ownHoldings(change: PolicyChange): Holding[] {
  if (change.kind === 'project')
    return [{ quota: 'projects', place: change.organization, amount: 1 }];
  if (change.kind === 'member')
    return [{ quota: 'members', place: change.organization, amount: 1 }];
  return [];
}

/** Of what the change comes from. A relationship keeps the conditions that it was written with. */
function pathOf(change: PolicyChange, { organizations }: PolicyDocument): Path {
  if (!('organization' in change)) return [];
  const index = organizations.findIndex(({ name }) => name === change.organization);
  const organization = organizations[index];
  if (!organization) return [];
  const path = ['organizations', index];
  if (change.kind === 'member')
    return [
      ...path,
      'members',
      organization.members.findIndex(({ user }) => user === change.entry.user),
    ];
  if (!('project' in change)) return path;
  const place = organization.projects.findIndex(({ name }) => name === change.project);
  const ownPath = [...path, 'projects', place];
  if (change.kind !== 'trust_relationship') return ownPath;
  const relationships = organization.projects[place]?.trustRelationships ?? [];
  const conditions = change.after?.conditions;
  const relationship = relationships.findIndex((written) => written.conditions === conditions);
  return [...ownPath, 'trust_relationships', relationship];
}
