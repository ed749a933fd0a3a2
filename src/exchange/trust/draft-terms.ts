import { type Permission, sortPermissions } from '../../protocol/permissions.ts';
import type { Claims } from '../identity/identity.ts';
import { parseWorkflowRef } from './conditions.ts';
import { hasBaseRef } from './github-events.ts';
import type { RelationshipTerms } from './relationship.ts';

/**
 * The narrowest terms that admit a job: its repository by name and ids, and each claim that a condition looks
 * at, exactly. Null for claims that lack what every job of an issuer shows.
 *
 * `asked`: the permissions that it asked for. If it took whatever there was, a pull request gets what builds it,
 * any other job all three; whoever reviews the draft takes away what it does not need.
 */
export function draftTerms(
  claims: Claims,
  asked: readonly Permission[] | null = null,
): RelationshipTerms | null {
  const { repository, repository_id: id, repository_owner_id: ownerId, ref } = claims;
  const event = claims.event_name;
  if (!repository || !id || !ownerId || !event) return null;
  return {
    repository,
    repositoryId: id,
    repositoryOwnerId: ownerId,
    conditions: {
      refs: exactly(ref),
      baseRefs: exactly(claims.base_ref),
      environments: exactly(claims.environment),
      events: [event],
      workflows: exactly(workflowPath(claims)),
      reusableWorkflows: exactly(reusableWorkflow(claims)),
    },
    permissions: asked ? sortPermissions(asked) : permissionsFor(event),
    maxLifetime: null,
    mode: 'enforce',
    description: null,
    expiresAt: null,
  };
}

/** GitHub sends an empty `base_ref` where there is none. */
function exactly(claim: string | undefined): string[] | null {
  return claim ? [claim] : null;
}

/** Null where no condition could name it: jobs of GitHub's own have no file in the repository. */
function workflowPath({ workflow_ref }: Claims): string | undefined {
  const path = parseWorkflowRef(workflow_ref ?? '')?.path;
  return path?.startsWith('.github/workflows/') ? path : undefined;
}

/** A job outside of one shows the calling workflow in its place. */
function reusableWorkflow({ workflow_ref, job_workflow_ref }: Claims): string | undefined {
  return job_workflow_ref === workflow_ref ? undefined : job_workflow_ref;
}

function permissionsFor(event: string): Permission[] {
  return hasBaseRef(event) ? ['build', 'pull'] : ['build', 'push', 'pull'];
}
