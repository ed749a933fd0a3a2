import type { Claims } from '../identity/identity.ts';
import { DEFAULT_EVENTS, splitWorkflowRef } from '../trust/conditions.ts';
import { PASSING_REFS } from '../trust/github-events.ts';
import { hasWildcard, matchesGlob, sameName } from '../trust/glob.ts';
import type { Conditions } from '../trust/relationship.ts';
import {
  baseRefFault,
  environmentFault,
  eventFault,
  refFault,
  reusableWorkflowFault,
  workflowFault,
} from './fields.ts';

type ConditionName = keyof Conditions;

/** A condition that lists more is harder to read than the glob that it stands for. */
const MOST_VALUES = 20;

/** What jobs showed where one condition looks, as the condition would be written. */
export interface SeenValues {
  condition: ConditionName;
  /** How many jobs showed each. */
  values: ReadonlyMap<string, number>;
  /** Jobs that showed nothing. */
  absent: number;
}

/** Why a condition stays as it is. */
export const KEPT_REASONS = ['too_many_values', 'sometimes_absent', 'not_expressible'] as const;

export type KeptReason = (typeof KEPT_REASONS)[number];

export interface Narrowing {
  conditions: Conditions;
  /** Those that admit more than was seen, and cannot be narrowed. */
  kept: { condition: ConditionName; reason: KeptReason }[];
  /** Whether `conditions` admit less than those that there are. */
  isNarrower: boolean;
}

/** How a condition is written. */
interface Writing {
  valueOf(claims: Claims): string | undefined;
  fault(value: string): string | undefined;
}

const WRITINGS: Readonly<Record<ConditionName, Writing>> = {
  refs: { valueOf: ({ ref }) => ref, fault: refFault },
  baseRefs: { valueOf: ({ base_ref }) => base_ref, fault: baseRefFault },
  environments: { valueOf: ({ environment }) => environment, fault: environmentFault },
  events: { valueOf: ({ event_name }) => event_name, fault: eventFault },
  workflows: { valueOf: callingWorkflow, fault: workflowFault },
  reusableWorkflows: { valueOf: calledWorkflow, fault: reusableWorkflowFault },
};

const CONDITION_NAMES = Object.keys(WRITINGS) as ConditionName[];

/** Of a workflow in another repository, which the condition never admits, the whole claim. */
function callingWorkflow({ workflow_ref: ref, repository = '' }: Claims): string | undefined {
  const parts = splitWorkflowRef(ref ?? '');
  return parts && sameName(parts.repository, repository) ? parts.path : ref;
}

/** GitHub shows the calling workflow there, too, where none was called. */
function calledWorkflow({ job_workflow_ref: called, workflow_ref: calling }: Claims) {
  return called === calling ? undefined : called;
}

/** Counts what jobs show, however many there are. */
export function createSeen(): { add(claims: Claims): void; all(): SeenValues[] } {
  const seen = CONDITION_NAMES.map((condition) => ({
    condition,
    values: new Map<string, number>(),
    absent: 0,
  }));
  return {
    add(claims) {
      for (const one of seen) {
        // GitHub sends an empty `base_ref` where there is none.
        const value = WRITINGS[one.condition].valueOf(claims) || undefined;
        if (value === undefined) one.absent++;
        else one.values.set(value, (one.values.get(value) ?? 0) + 1);
      }
    },
    all: () => seen,
  };
}

/**
 * The narrowest conditions that admit all that was seen: value by value. Tags, pull requests and merge queues
 * have refs that never come again; of those the pattern stays, or their kind.
 */
export function narrowConditions(conditions: Conditions, seen: readonly SeenValues[]): Narrowing {
  const narrowed: { -readonly [Name in ConditionName]: Conditions[Name] } = { ...conditions };
  const kept: Narrowing['kept'] = [];
  let isNarrower = false;
  for (const one of seen) {
    const { condition } = one;
    const before = conditions[condition];
    const after = narrowedTo(before, one);
    if (typeof after === 'string') kept.push({ condition, reason: after });
    else if (after && !isSame(after, before ?? (condition === 'events' ? DEFAULT_EVENTS : []))) {
      narrowed[condition] = after;
      isNarrower = true;
    }
  }
  return { conditions: narrowed, kept, isNarrower };
}

/** Undefined: there is nothing to narrow. */
function narrowedTo(
  before: readonly string[] | null,
  { condition, values, absent }: SeenValues,
): string[] | KeptReason | undefined {
  if (values.size === 0) return undefined;
  // Whoever wrote it wanted it: with it, none may be absent.
  if (absent > 0) return before === null ? 'sometimes_absent' : undefined;
  const shown = [...values.keys()];
  const written = condition === 'refs' ? shown.flatMap((ref) => lastingRefs(ref, before)) : shown;
  const distinct = [...new Set(written)].toSorted(byCodeUnits);
  const isExact = (value: string) => (before ?? []).includes(value) || !hasWildcard(value);
  const { fault } = WRITINGS[condition];
  const isWritable = (value: string) =>
    fault(value) === undefined && (isExact(value) || PASSING_REFS.includes(value));
  if (!distinct.every(isWritable)) return 'not_expressible';
  return distinct.length > MOST_VALUES ? 'too_many_values' : distinct;
}

/** The kind of a passing ref, or the patterns that are there already if none of them admits the whole kind. */
function lastingRefs(ref: string, before: readonly string[] | null): readonly string[] {
  const shape = PASSING_REFS.find((pattern) => matchesGlob(pattern, ref));
  if (shape === undefined) return [ref];
  const admitting = before?.filter((pattern) => matchesGlob(pattern, ref));
  return !admitting || admitting.some((pattern) => covers(pattern, shape)) ? [shape] : admitting;
}

/** No pattern can spell this out: what matches it has a wildcard there. */
const ANY = '\u0001';

function covers(pattern: string, shape: string): boolean {
  return [ANY, `${ANY}/${ANY}`].every((segments) =>
    matchesGlob(
      pattern,
      shape.replaceAll(/\*\*?/g, (star) => (star === '*' ? ANY : segments)),
    ),
  );
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return new Set(some).size === new Set(others).size && some.every((one) => others.includes(one));
}

function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : 1;
}
