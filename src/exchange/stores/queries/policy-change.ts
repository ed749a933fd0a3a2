import type { PolicyChange } from '../../policy/plan.ts';

/** Who changes the policy, and when (seconds since the epoch). */
export interface Author {
  actor: string;
  at: number;
  newId: () => string;
}

export type Change<Kind extends PolicyChange['kind']> = Extract<PolicyChange, { kind: Kind }>;
