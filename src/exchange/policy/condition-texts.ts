import type { z } from 'zod';
import { trustRelationship } from './schema.ts';

const { shape } = trustRelationship;

/** In the order in which people think of them. */
export const CONDITION_MEMBERS = [
  'refs',
  'events',
  'environments',
  'base_refs',
  'workflows',
  'reusable_workflows',
] as const satisfies readonly (keyof typeof shape)[];

export type ConditionMember = (typeof CONDITION_MEMBERS)[number];

/** A condition as forms explain it: in the words of the policy file's schema. */
export interface ConditionText {
  /** What holds of the job, and what holds while the condition is left out. */
  meaning: string;
  /** One of its entries. */
  entry: string;
  examples: readonly string[];
}

export function conditionText(member: ConditionMember): ConditionText {
  const condition = shape[member];
  const { description: entry = '', examples = [] } = condition.unwrap().element.meta() ?? {};
  return { meaning: descriptionOf(condition), entry, examples: examples.map(String) };
}

export type OtherMember = Exclude<keyof typeof shape, ConditionMember>;

/** What the schema says of a member that is no condition. */
export function memberText(member: OtherMember): string {
  return descriptionOf(shape[member]);
}

/** An optional member has the description of what it may be, unless it has one of its own. */
function descriptionOf(schema: z.ZodType): string {
  const { description } = schema.meta() ?? {};
  if (description !== undefined || !('unwrap' in schema)) return description ?? '';
  return descriptionOf((schema as z.ZodOptional<z.ZodType>).unwrap());
}
