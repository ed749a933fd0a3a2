import type { Permission } from '../../protocol/permissions.ts';
import type { ProjectPath } from '../../protocol/projects.ts';

/** What a job asks for; null: whatever it can have. Repeated entries count once. */
export interface TrustRequest {
  projects: readonly ProjectPath[] | null;
  permissions: readonly Permission[] | null;
}
