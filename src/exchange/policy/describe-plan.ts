import { describeServerCa } from '../builders/server-ca.ts';
import type { Installation } from '../trust/danger.ts';
import { describeConsequence } from './describe-consequence.ts';
import { describeDangers } from './describe-dangers.ts';
import type { BuilderEntry, RelationshipEntry } from './document.ts';
import { fieldsOf } from './entries.ts';
import type { PolicyChange, PolicyPlan } from './plan.ts';
import { switchesOf } from './switches.ts';

const SIGNS = { create: '+', update: '~', remove: '-' } as const;

/**
 * The plan as lines for a person to review: `+` is added, `~` changed, `-` removed, each field with
 * what it was and will be, and `!` under what opens more than it seems to, and what ends tokens.
 */
export function describePlan({ changes, kept }: PolicyPlan, installation: Installation): string[] {
  return [
    ...changes.flatMap((change) => describeChange(change, installation)),
    ...describeKept(kept),
  ];
}

function describeKept(kept: readonly PolicyChange[]): string[] {
  const outermost = kept.filter((change) => !kept.some((other) => contains(other, change)));
  if (outermost.length === 0) return [];
  return [
    'Stored, not in the document, and kept (--prune removes it):',
    ...outermost.map((change) => `    ${headline(change)}`),
  ];
}

function contains(outer: PolicyChange, inner: PolicyChange): boolean {
  if (!('organization' in inner) || outer === inner) return false;
  if (outer.kind === 'organization') return outer.organization === inner.organization;
  return (
    outer.kind === 'project' &&
    inner.kind === 'trust_relationship' &&
    outer.organization === inner.organization &&
    outer.project === inner.project
  );
}

function describeChange(change: PolicyChange, installation: Installation): string[] {
  return [
    `${SIGNS[change.action]} ${headline(change)}`,
    ...detailLines(change, installation),
    ...describeConsequence(change),
  ];
}

function detailLines(change: PolicyChange, installation: Installation): string[] {
  if (change.kind === 'trust_relationship') {
    const { before, after } = change;
    const warnings = after ? describeDangers(after, installation) : [];
    return [...fieldLines(before && ruleFields(before), after && ruleFields(after)), ...warnings];
  }
  if (change.kind === 'member' && change.previousRole)
    return [`    role: ${change.previousRole} -> ${change.entry.role}`];
  if (change.action === 'remove') return [];
  if (change.kind === 'builder') {
    const { before, after } = change;
    return fieldLines(before && builderFields(before), after && builderFields(after));
  }
  if (change.kind === 'registry') {
    const hosts = change.entry.hosts.join(', ');
    return [
      `    hosts: ${change.previousHosts ? `${change.previousHosts.join(', ')} -> ` : ''}${hosts}`,
    ];
  }
  return Object.entries(switchesOf(change)).map(
    ([name, on]) => `    ${name}: ${change.action === 'update' ? `${!on} -> ${on}` : on}`,
  );
}

function headline(change: PolicyChange): string {
  switch (change.kind) {
    case 'issuer':
      return `issuer ${change.entry.url} (${change.entry.provider})`;
    case 'user':
      return `user ${change.entry.user}`;
    case 'registry':
      return `registry ${change.entry.name}`;
    case 'organization':
      return `organization ${change.organization}`;
    case 'member':
      return `member ${change.entry.user} of ${change.organization} (${change.entry.role})`;
    case 'project':
      return `project ${change.organization}/${change.project}`;
    case 'builder':
      return `builder of project ${change.organization}/${change.project}`;
    case 'trust_relationship': {
      const { repository, issuer } = change.after ??
        change.before ?? { repository: '?', issuer: '?' };
      const at = change.issuerDistinguishes ? ` at ${issuer}` : '';
      return `trust relationship of project ${change.organization}/${change.project} with repository ${repository}${at}`;
    }
  }
}

/** Null: not set. */
type Fields = Record<string, string | null>;

function fieldLines(before: Fields | null, after: Fields | null): string[] {
  if (before && after)
    return Object.entries(after)
      .filter(([name, now]) => before[name] !== now)
      .map(([name, now]) => `    ${name}: ${before[name] ?? '(not set)'} -> ${now ?? '(not set)'}`);
  return Object.entries(before ?? after ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [`    ${name}: ${value}`],
  );
}

function builderFields({ endpoint, serverName, serverCa }: BuilderEntry): Fields {
  const server_ca = describeServerCa(serverCa).join('; ');
  return { endpoint, server_name: serverName, server_ca };
}

/** The issuer first, as the plan has it. */
function ruleFields(entry: RelationshipEntry): Fields {
  const { issuer, ...others } = fieldsOf(entry);
  return Object.fromEntries(
    Object.entries({ issuer, ...others }).map(([name, value]) => [
      name,
      value && [value].flat().join(', '),
    ]),
  );
}
