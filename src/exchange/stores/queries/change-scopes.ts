import type { Kysely } from 'kysely';
import type { AuditScope } from '../../audit/event.ts';
import type { PolicyChange } from '../../policy/plan.ts';
import type { Database } from '../schema.ts';
import { findOrganizationId, findProjectId } from './find-ids.ts';

/** Whose admins may read of the change; what it is about must be there at that moment. */
export async function changeScopes(
  db: Kysely<Database>,
  change: PolicyChange,
): Promise<AuditScope[]> {
  switch (change.kind) {
    case 'issuer':
    case 'user':
    case 'registry':
      return [];
    case 'organization':
    case 'member': {
      const organizationId = await findOrganizationId(db, change.organization);
      return [{ organizationId, projectId: null }];
    }
    case 'project':
    case 'builder':
    case 'trust_relationship': {
      const { organization, project } = change;
      const organizationId = await findOrganizationId(db, organization);
      const projectId = await findProjectId(db, organization, project);
      return [{ organizationId, projectId, project: `${organization}/${project}` }];
    }
  }
}
