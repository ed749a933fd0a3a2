import type { Operation } from '../../flows/admin/operation.ts';
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  updateOrganization,
} from '../../flows/admin/organizations.ts';
import {
  createProject,
  deleteProject,
  getProject,
  listProjects,
  updateProject,
} from '../../flows/admin/projects.ts';

export type AdminMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export type AdminRoute = readonly [method: AdminMethod, path: string, operation: Operation];

/** Every path of the admin API, below `/api/v1`. Who may do what stands with each operation. */
export const ADMIN_ROUTES: readonly AdminRoute[] = [
  ['GET', '/organizations', listOrganizations],
  ['POST', '/organizations', createOrganization],
  ['GET', '/organizations/:organization_id', getOrganization],
  ['PATCH', '/organizations/:organization_id', updateOrganization],
  ['DELETE', '/organizations/:organization_id', deleteOrganization],

  ['GET', '/organizations/:organization_id/projects', listProjects],
  ['POST', '/organizations/:organization_id/projects', createProject],
  ['GET', '/projects/:project_id', getProject],
  ['PATCH', '/projects/:project_id', updateProject],
  ['DELETE', '/projects/:project_id', deleteProject],
];

/** What is answered when all went well. */
export function statusOf(method: AdminMethod, { answer, name }: Operation): 200 | 201 | 204 {
  if (answer === null) return 204;
  return method === 'POST' && name.endsWith('.create') ? 201 : 200;
}
