import { describeServerCa } from '../builders/server-ca.ts';
import { dangersOf, type Installation } from '../trust/danger.ts';
import { consequenceOf } from './describe-consequence.ts';
import type { BuilderEntry, RelationshipEntry } from './document.ts';
import { fieldsOf } from './entries.ts';
import type { PolicyChange, PolicyPlan } from './plan.ts';
import { switchesOf } from './switches.ts';

/** A plan for somebody to review: in the words of the policy file, and without ids. */
export interface DescribedPlan {
  changes: DescribedChange[];
  /** What is stored, not in the document, and stays because nothing asked to prune it. */
  kept: string[];
}

export interface DescribedChange {
  action: 'create' | 'update' | 'delete';
  kind: PolicyChange['kind'];
  /** `project acme/web` */
  about: string;
  /** What was, if there is more to say than what it is about; of an update only what changes. */
  before: Fields | null;
  after: Fields | null;
  /** What opens more than it seems to, and what ends tokens. */
  warnings: { code: string; text: string; remedy: string | null }[];
}

/** Null: not set. */
type Fields = Readonly<Record<string, string | boolean | readonly string[] | null>>;

export function describedPlan(
  { changes, kept }: PolicyPlan,
  installation: Installation,
): DescribedPlan {
  return {
    changes: changes.map((change) => described(change, installation)),
    kept: outermost(kept).map(headline),
  };
}

function described(change: PolicyChange, installation: Installation): DescribedChange {
  const { kind, action } = change;
  const consequence = consequenceOf(change);
  const dangers =
    kind === 'trust_relationship' && change.after ? dangersOf(change.after, installation) : [];
  return {
    action: action === 'remove' ? 'delete' : action,
    kind,
    about: headline(change),
    ...changed(change),
    warnings: [
      ...dangers.map(({ code, text, remedy }) => ({ code, text, remedy })),
      ...(consequence ? [{ code: 'tokens_end', text: consequence, remedy: null }] : []),
    ],
  };
}

function outermost(kept: readonly PolicyChange[]): PolicyChange[] {
  return kept.filter((change) => !kept.some((other) => contains(other, change)));
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

type Changed = Pick<DescribedChange, 'before' | 'after'>;

function changed(change: PolicyChange): Changed {
  switch (change.kind) {
    case 'trust_relationship':
      return onlyDifferent(
        change.before && relationshipFields(change.before),
        change.after && relationshipFields(change.after),
      );
    case 'builder':
      if (change.action === 'remove') return NOTHING_MORE;
      return onlyDifferent(
        change.before && builderFields(change.before),
        change.after && builderFields(change.after),
      );
    case 'member':
      return change.previousRole
        ? { before: { role: change.previousRole }, after: { role: change.entry.role } }
        : NOTHING_MORE;
    case 'registry':
      if (change.action === 'remove') return NOTHING_MORE;
      return {
        before: change.previousHosts ? { hosts: change.previousHosts } : null,
        after: { hosts: change.entry.hosts },
      };
    case 'issuer':
    case 'user':
    case 'project':
      return switched(change);
    case 'organization':
      return NOTHING_MORE;
  }
}

const NOTHING_MORE: Changed = { before: null, after: null };

/** A switch that is updated was the opposite before. */
function switched(change: PolicyChange): Changed {
  const after = switchesOf(change);
  if (change.action === 'remove' || Object.keys(after).length === 0) return NOTHING_MORE;
  if (change.action === 'create') return { before: null, after };
  const before = Object.fromEntries(Object.entries(after).map(([name, on]) => [name, !on]));
  return { before, after };
}

function onlyDifferent(before: Fields | null, after: Fields | null): Changed {
  if (!before || !after) return { before, after };
  const names = Object.keys(after).filter(
    (name) => String(before[name] ?? '') !== String(after[name] ?? ''),
  );
  const those = (fields: Fields) =>
    Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
  return { before: those(before), after: those(after) };
}

/** The issuer first, as people ask for it first. */
function relationshipFields(entry: RelationshipEntry): Fields {
  const { issuer, ...others } = fieldsOf(entry);
  return { issuer, ...others };
}

function builderFields({ endpoint, serverName, serverCa }: BuilderEntry): Fields {
  return { endpoint, server_name: serverName, server_ca: serverCa };
}

const SIGNS = { create: '+', update: '~', delete: '-' } as const;

/**
 * The plan as lines: `+` is added, `~` changed, `-` removed, each field with what it was and will be, and
 * `!` under what opens more than it seems to, and what ends tokens.
 */
export function planLines({ changes, kept }: DescribedPlan): string[] {
  return [
    ...changes.flatMap(({ action, about, before, after, warnings }) => [
      `${SIGNS[action]} ${about}`,
      ...fieldLines(before, after),
      ...warnings.map(
        ({ code, text, remedy }) => `  ! ${code}: ${text}${remedy === null ? '' : ` ${remedy}`}`,
      ),
    ]),
    ...(kept.length > 0 ? ['Stored, not in the document, and kept (--prune removes it):'] : []),
    ...kept.map((about) => `    ${about}`),
  ];
}

function fieldLines(before: Fields | null, after: Fields | null): string[] {
  if (before && after)
    return Object.keys(after).map((name) => {
      const [was, is] = [shown(name, before), shown(name, after)];
      return `    ${name}: ${was ?? '(not set)'} -> ${is ?? '(not set)'}`;
    });
  const fields = before ?? after ?? {};
  return Object.keys(fields).flatMap((name) => {
    const value = shown(name, fields);
    return value === null ? [] : [`    ${name}: ${value}`];
  });
}

function shown(name: string, fields: Fields): string | null {
  const value = fields[name] ?? null;
  if (value === null) return null;
  if (name === 'server_ca') return describeServerCa(String(value)).join('; ');
  return [value].flat().join(', ');
}
