/**
 * What an installation is told to be, as one document: the YAML of `dockpass apply` and `export`
 * after parsing, and the same read back from the store.
 */

import type { Permission } from '../../protocol/permissions.ts';
import type { Provider } from '../identity/issuer.ts';
import type { Conditions, Mode } from '../trust/relationship.ts';

export const ROLES = ['admin', 'member'] as const;

export type Role = (typeof ROLES)[number];

export interface IssuerEntry {
  url: string;
  provider: Provider;
}

export interface MemberEntry {
  /** E-mail address. */
  user: string;
  role: Role;
}

export interface RelationshipEntry {
  /** Set on entries read from the store; never part of the YAML. */
  id?: string;
  /** URL of a registered issuer. */
  issuer: string;
  repository: string;
  /** Null in a wanted document: leave whatever was pinned. */
  repositoryId: string | null;
  repositoryOwnerId: string | null;
  conditions: Conditions;
  permissions: readonly Permission[];
  /** Seconds. */
  maxLifetime: number | null;
  mode: Mode;
  description: string | null;
  /** Seconds since the epoch. */
  expiresAt: number | null;
}

export interface ProjectEntry {
  name: string;
  trustRelationships: readonly RelationshipEntry[];
}

export interface OrganizationEntry {
  name: string;
  members: readonly MemberEntry[];
  projects: readonly ProjectEntry[];
}

export interface PolicyDocument {
  issuers: readonly IssuerEntry[];
  organizations: readonly OrganizationEntry[];
}
