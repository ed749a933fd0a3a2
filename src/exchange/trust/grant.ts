import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';

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
