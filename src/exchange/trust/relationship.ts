import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';

export const MODES = ['enforce', 'audit'] as const;

/** `enforce` grants; `audit` records that it would have granted, and grants nothing. */
export type Mode = (typeof MODES)[number];

/** What a job's claims must show besides the repository. Null: not looked at. */
export interface Conditions {
  /** Globs over the git ref: `*` within a path segment, `**` across segments. */
  refs: readonly string[] | null;
  /** Globs over the name of the branch that a pull request is to be merged into; others have none. */
  baseRefs: readonly string[] | null;
  environments: readonly string[] | null;
  /** Null: the events that run with the repository's own code (DEFAULT_EVENTS). */
  events: readonly string[] | null;
  /** Path of the calling workflow, `.github/workflows/release.yml`; globs as in `refs`. */
  workflows: readonly string[] | null;
  /** `owner/repository/path@ref` of the called reusable workflow; globs as in `refs`. */
  reusableWorkflows: readonly string[] | null;
}

/** Also what a stored relationship lacks because it is older than the condition. */
export const NO_CONDITIONS: Conditions = {
  refs: null,
  baseRefs: null,
  environments: null,
  events: null,
  workflows: null,
  reusableWorkflows: null,
};

/** Which repository's workflows may get which permissions, under which conditions: what a person writes. */
export interface RelationshipTerms {
  /** `owner/name`, compared without regard to ASCII case. */
  repository: string;
  /** Numeric id as a string; null until pinned at the first successful use. */
  repositoryId: string | null;
  repositoryOwnerId: string | null;
  conditions: Conditions;
  permissions: readonly Permission[];
  /** Seconds; null: the server's maximum. */
  maxLifetime: number | null;
  mode: Mode;
  description: string | null;
  /** Seconds since the epoch. */
  expiresAt: number | null;
}

/** The terms as they stand in one project. */
export interface TrustRelationship extends RelationshipTerms {
  id: string;
  projectId: string;
  organizationId: string;
  project: ProjectPath;
  issuerId: string;
  createdBy: string;
  createdAt: number;
  lastUsedAt: number | null;
  /** Raised by each update of the terms; neither a pin nor a use is one. */
  revision: number;
  /** Raised by each revocation in bulk that concerns what was issued under it. */
  generation: number;
}

/** What one trust relationship permits a job in its project. Never put together from two. */
export interface Grant {
  projectId: string;
  organizationId: string;
  project: ProjectPath;
  relationshipId: string;
  /** Of the relationship when it was matched; the grant holds only while it has this one. */
  revision: number;
  /** The same for revocations in bulk. */
  generation: number;
  permissions: Permission[];
  /** Seconds: the relationship's maximum; null if it sets none. */
  maxLifetime: number | null;
  /** Of the job; the grant holds only while the relationship names no others. */
  ids: { repositoryId: string; repositoryOwnerId: string };
  /** Whether the relationship lacks an id, so that those of the job are pinned with the exchange. */
  pins: boolean;
}

/** What a job asks for; null: whatever it can have. Repeated entries count once. */
export interface TrustRequest {
  projects: readonly ProjectPath[] | null;
  permissions: readonly Permission[] | null;
}
