import type { Role } from '../tokens/roles.ts';
import type {
  BuilderEntry,
  IssuerEntry,
  MemberEntry,
  RegistryEntry,
  RelationshipEntry,
  UserEntry,
} from './document.ts';

/**
 * One difference between the stored document and the wanted one. In an update, switches are there if
 * they change: each was the opposite before.
 */
export type PolicyChange =
  | { kind: 'issuer'; action: 'create' | 'update' | 'remove'; entry: IssuerEntry }
  | { kind: 'user'; action: 'create' | 'update'; entry: UserEntry }
  | { kind: 'organization'; action: 'create' | 'remove'; organization: string }
  | {
      kind: 'registry';
      action: 'create' | 'update' | 'remove';
      entry: RegistryEntry;
      /** Set for update. */
      previousHosts?: readonly string[];
    }
  | {
      kind: 'member';
      action: 'create' | 'update' | 'remove';
      organization: string;
      entry: MemberEntry;
      /** Set for update. */
      previousRole?: Role;
    }
  | {
      kind: 'project';
      action: 'create' | 'update' | 'remove';
      organization: string;
      project: string;
      oidcOnly?: boolean;
    }
  | {
      kind: 'builder';
      /** `remove` is what the document itself says, with or without --prune. */
      action: 'create' | 'update' | 'remove';
      organization: string;
      project: string;
      before: BuilderEntry | null;
      after: BuilderEntry | null;
    }
  | {
      kind: 'trust_relationship';
      action: 'create' | 'update' | 'remove';
      organization: string;
      project: string;
      /** Whether the project has another of the same repository at another issuer, before or after. */
      issuerDistinguishes?: true;
      /** `id` is set for update and remove. */
      before: RelationshipEntry | null;
      after: RelationshipEntry | null;
    };

export const KINDS = [
  'issuer',
  'user',
  'registry',
  'organization',
  'member',
  'project',
  'builder',
  'trust_relationship',
] as const satisfies readonly PolicyChange['kind'][];

export interface PolicyPlan {
  /** In an order in which they can be carried out. */
  changes: readonly PolicyChange[];
  /** What is stored, not in the document, and stays because nothing asked to prune it. */
  kept: readonly PolicyChange[];
}
