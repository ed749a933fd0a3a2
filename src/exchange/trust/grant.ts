import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';

/** What one trust relationship permits a job in its project. Never put together from two. */
export interface Grant {
  projectId: string;
  project: ProjectPath;
  relationshipId: string;
  permissions: Permission[];
  /** Seconds: the relationship's maximum; null if it sets none. */
  maxLifetime: number | null;
  /** Ids of this job that the relationship does not name yet, to be pinned with the exchange. */
  pin: { repositoryId: string; repositoryOwnerId: string } | null;
}
