import type { IssuerEntry, MemberEntry, RelationshipEntry, Role } from './document.ts';

/** One difference between the stored document and the wanted one. */
export type PolicyChange =
  | { kind: 'issuer'; action: 'create' | 'remove'; entry: IssuerEntry }
  | { kind: 'organization'; action: 'create' | 'remove'; organization: string }
  | {
      kind: 'member';
      action: 'create' | 'update' | 'remove';
      organization: string;
      entry: MemberEntry;
      /** Set for update. */
      previousRole?: Role;
    }
  | { kind: 'project'; action: 'create' | 'remove'; organization: string; project: string }
  | {
      kind: 'trust_relationship';
      action: 'create' | 'update' | 'remove';
      organization: string;
      project: string;
      /** `id` is set for update and remove. */
      before: RelationshipEntry | null;
      after: RelationshipEntry | null;
    };

export interface PolicyPlan {
  /** In an order in which they can be carried out. */
  changes: readonly PolicyChange[];
  /** What is stored, not in the document, and stays because nothing asked to prune it. */
  kept: readonly PolicyChange[];
}
