import type { ProjectPath } from '../../protocol/projects.ts';
import { draftEvent } from '../audit/audited.ts';
import type { AuditEvent, AuditScope } from '../audit/event.ts';
import type { Clock } from '../system/clock.ts';
import type { Random } from '../system/random.ts';
import type { PolicyChange, PolicyPlan } from './plan.ts';
import { switchesOf } from './switches.ts';

export interface ChangedBy {
  actor: string;
  clock: Clock;
  random: Random;
}

/**
 * One audit event per change, with what was and what is: `trust_relationship.update` and the like.
 * `scopes` has those of each change.
 */
export function planEvents(
  { changes }: PolicyPlan,
  scopes: readonly (readonly AuditScope[])[],
  by: ChangedBy,
): AuditEvent[] {
  return changes.map((change, index) => changeEvent(change, scopes[index] ?? [], by));
}

function changeEvent(
  change: PolicyChange,
  scopes: readonly AuditScope[],
  { actor, clock, random }: ChangedBy,
): AuditEvent {
  const project = projectOf(change);
  return {
    ...draftEvent({ clock, random }, `${change.kind}.${change.action}`, { clientAddress: null }),
    decision: 'changed',
    actor,
    scopes,
    projects: project ? [project] : [],
    relationships: scopes.flatMap(({ relationships = [] }) => relationships),
    detail: detailOf(change),
  };
}

function projectOf(change: PolicyChange): ProjectPath | null {
  return 'project' in change ? `${change.organization}/${change.project}` : null;
}

function detailOf(change: PolicyChange): { before: unknown; after: unknown } {
  if ('before' in change) return { before: change.before, after: change.after };
  const described = describe(change);
  if (change.action === 'remove') return { before: described, after: null };
  if (change.action === 'create') return { before: null, after: described };
  return { before: { ...described, ...replacedBy(change) }, after: described };
}

function replacedBy(change: PolicyChange): object {
  if (change.kind === 'member') return { role: change.previousRole };
  if (change.kind === 'registry') return { hosts: change.previousHosts };
  return Object.fromEntries(Object.entries(switchesOf(change)).map(([name, on]) => [name, !on]));
}

function describe(change: Exclude<PolicyChange, { before: unknown }>): object {
  switch (change.kind) {
    case 'issuer':
    case 'user':
    case 'registry':
      return change.entry;
    case 'organization':
      return { organization: change.organization };
    case 'member':
      return { organization: change.organization, ...change.entry };
    case 'project':
      return {
        organization: change.organization,
        project: change.project,
        ...switchesOf(change),
      };
  }
}
