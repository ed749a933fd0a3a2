import { applyPolicy, planPolicyFile } from '../../flows/admin/apply-policy.ts';
import {
  exportEvents,
  getEvent,
  listEvents,
  listOrganizationEvents,
} from '../../flows/admin/audit-events.ts';
import {
  createAuthority,
  deleteAuthority,
  getAuthority,
  listAuthorities,
} from '../../flows/admin/builder-authorities.ts';
import { deleteBuilder, getBuilder, setBuilder } from '../../flows/admin/builders.ts';
import { describeRelationship } from '../../flows/admin/describe-relationship.ts';
import { draftRelationship } from '../../flows/admin/draft-relationship.ts';
import { exportPolicy } from '../../flows/admin/export-policy.ts';
import { deleteIdentity, getIdentity, listIdentities } from '../../flows/admin/identities.ts';
import { getInstallation } from '../../flows/admin/installation.ts';
import { acceptInvitationLink } from '../../flows/admin/invitation-links.ts';
import {
  createInvitation,
  createInvitationLink,
  deleteInvitation,
  getInvitation,
  listInvitations,
} from '../../flows/admin/invitations.ts';
import { getIssuerKeys } from '../../flows/admin/issuer-keys.ts';
import {
  createIssuer,
  deleteIssuer,
  getIssuer,
  listIssuers,
  updateIssuer,
} from '../../flows/admin/issuers.ts';
import { lookUpRepository } from '../../flows/admin/look-up-repository.ts';
import { listRegistryRoots } from '../../flows/admin/machine-keys.ts';
import {
  createMember,
  deleteMember,
  getMember,
  listMembers,
  updateMember,
} from '../../flows/admin/members.ts';
import type { Operation } from '../../flows/admin/operation.ts';
import { listOrganizationRelationships } from '../../flows/admin/organization-relationships.ts';
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  listOrganizations,
  updateOrganization,
} from '../../flows/admin/organizations.ts';
import {
  deletePasskey,
  getPasskey,
  listPasskeys,
  updatePasskey,
} from '../../flows/admin/passkeys.ts';
import { getProjectActivity } from '../../flows/admin/project-activity.ts';
import {
  countProjectTokens,
  createProjectToken,
  getProjectToken,
  listProjectTokens,
  revokeProjectToken,
  updateProjectToken,
} from '../../flows/admin/project-tokens.ts';
import {
  createProject,
  deleteProject,
  getProject,
  listAllProjects,
  listProjects,
  updateProject,
} from '../../flows/admin/projects.ts';
import {
  createRegistry,
  deleteRegistry,
  getRegistry,
  listRegistries,
  updateRegistry,
} from '../../flows/admin/registries.ts';
import { replayRelationships } from '../../flows/admin/replay-trust.ts';
import type { AdminAnswer } from '../../flows/admin/request.ts';
import { reviewRelationship, reviewRelationships } from '../../flows/admin/review-trust.ts';
import { revokeIssuer, revokeProject, revokeRelationship } from '../../flows/admin/revocations.ts';
import { testRelationships } from '../../flows/admin/test-trust.ts';
import {
  createRelationship,
  deleteRelationship,
  getRelationship,
  listRelationships,
  updateRelationship,
} from '../../flows/admin/trust-relationships.ts';
import {
  acceptInvitation,
  declineInvitation,
  getUserInvitation,
  listUserInvitations,
} from '../../flows/admin/user-invitations.ts';
import {
  endOtherSessions,
  endUserSession,
  getUserSession,
  listUserSessions,
} from '../../flows/admin/user-sessions.ts';
import {
  createUserToken,
  getUserToken,
  listUserTokens,
  revokeUserToken,
  updateUserToken,
} from '../../flows/admin/user-tokens.ts';
import { createUser, deleteUser, getUser, listUsers, updateUser } from '../../flows/admin/users.ts';
import { whoami } from '../../flows/admin/whoami.ts';

export type AdminMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type AdminRoute = readonly [method: AdminMethod, path: string, operation: Operation];

/** Every path of the admin API, below `/api/v1`. Who may do what stands with each operation. */
export const ADMIN_ROUTES: readonly AdminRoute[] = [
  ['GET', '/whoami', whoami],
  ['GET', '/user/tokens', listUserTokens],
  ['POST', '/user/tokens', createUserToken],
  ['GET', '/user/tokens/:token_id', getUserToken],
  ['PATCH', '/user/tokens/:token_id', updateUserToken],
  ['DELETE', '/user/tokens/:token_id', revokeUserToken],
  ['GET', '/user/identities', listIdentities],
  ['GET', '/user/identities/:identity_id', getIdentity],
  ['DELETE', '/user/identities/:identity_id', deleteIdentity],
  ['GET', '/user/invitations', listUserInvitations],
  ['GET', '/user/invitations/:invitation_id', getUserInvitation],
  ['POST', '/invitation-links/accept', acceptInvitationLink],
  ['POST', '/user/invitations/:invitation_id/accept', acceptInvitation],
  ['DELETE', '/user/invitations/:invitation_id', declineInvitation],
  ['GET', '/user/passkeys', listPasskeys],
  ['GET', '/user/passkeys/:passkey_id', getPasskey],
  ['PATCH', '/user/passkeys/:passkey_id', updatePasskey],
  ['DELETE', '/user/passkeys/:passkey_id', deletePasskey],
  ['GET', '/user/sessions', listUserSessions],
  ['DELETE', '/user/sessions', endOtherSessions],
  ['GET', '/user/sessions/:session_id', getUserSession],
  ['DELETE', '/user/sessions/:session_id', endUserSession],

  ['GET', '/installation', getInstallation],

  ['GET', '/policy', exportPolicy],
  ['POST', '/policy/plan', planPolicyFile],
  ['POST', '/policy/apply', applyPolicy],

  ['GET', '/organizations', listOrganizations],
  ['POST', '/organizations', createOrganization],
  ['GET', '/organizations/:organization_id', getOrganization],
  ['PATCH', '/organizations/:organization_id', updateOrganization],
  ['DELETE', '/organizations/:organization_id', deleteOrganization],

  ['GET', '/organizations/:organization_id/members', listMembers],
  ['POST', '/organizations/:organization_id/members', createMember],
  ['GET', '/organizations/:organization_id/members/:user_id', getMember],
  ['PATCH', '/organizations/:organization_id/members/:user_id', updateMember],
  ['DELETE', '/organizations/:organization_id/members/:user_id', deleteMember],

  ['GET', '/organizations/:organization_id/invitations', listInvitations],
  ['POST', '/organizations/:organization_id/invitations', createInvitation],
  ['GET', '/invitations/:invitation_id', getInvitation],
  ['DELETE', '/invitations/:invitation_id', deleteInvitation],
  ['POST', '/invitations/:invitation_id/links', createInvitationLink],

  ['GET', '/organizations/:organization_id/projects', listProjects],
  ['POST', '/organizations/:organization_id/projects', createProject],
  ['GET', '/organizations/:organization_id/trust-relationships', listOrganizationRelationships],
  ['GET', '/projects', listAllProjects],
  ['GET', '/projects/:project_id', getProject],
  ['PATCH', '/projects/:project_id', updateProject],
  ['DELETE', '/projects/:project_id', deleteProject],
  ['GET', '/projects/:project_id/activity', getProjectActivity],
  ['POST', '/projects/:project_id/revocations', revokeProject],

  ['GET', '/projects/:project_id/trust-relationships', listRelationships],
  ['POST', '/projects/:project_id/trust-relationships', createRelationship],
  ['POST', '/projects/:project_id/trust-relationships/describe', describeRelationship],
  ['POST', '/projects/:project_id/trust-relationships/draft', draftRelationship],
  ['POST', '/projects/:project_id/repository-ids', lookUpRepository],
  ['POST', '/projects/:project_id/trust-relationships/test', testRelationships],
  ['POST', '/projects/:project_id/trust-relationships/replay', replayRelationships],
  ['GET', '/projects/:project_id/trust-relationships/review', reviewRelationships],
  ['GET', '/trust-relationships/:trust_relationship_id', getRelationship],
  ['GET', '/trust-relationships/:trust_relationship_id/review', reviewRelationship],
  ['PATCH', '/trust-relationships/:trust_relationship_id', updateRelationship],
  ['DELETE', '/trust-relationships/:trust_relationship_id', deleteRelationship],
  ['POST', '/trust-relationships/:trust_relationship_id/revocations', revokeRelationship],

  ['GET', '/projects/:project_id/builder', getBuilder],
  ['PUT', '/projects/:project_id/builder', setBuilder],
  ['DELETE', '/projects/:project_id/builder', deleteBuilder],
  ['GET', '/projects/:project_id/builder-authorities', listAuthorities],
  ['POST', '/projects/:project_id/builder-authorities', createAuthority],
  ['GET', '/builder-authorities/:builder_authority_id', getAuthority],
  ['DELETE', '/builder-authorities/:builder_authority_id', deleteAuthority],

  ['GET', '/projects/:project_id/tokens', listProjectTokens],
  ['POST', '/projects/:project_id/tokens', createProjectToken],
  ['GET', '/projects/:project_id/tokens/count', countProjectTokens],
  ['GET', '/project-tokens/:project_token_id', getProjectToken],
  ['PATCH', '/project-tokens/:project_token_id', updateProjectToken],
  ['DELETE', '/project-tokens/:project_token_id', revokeProjectToken],

  ['GET', '/users', listUsers],
  ['POST', '/users', createUser],
  ['GET', '/users/:user_id', getUser],
  ['PATCH', '/users/:user_id', updateUser],
  ['DELETE', '/users/:user_id', deleteUser],

  ['GET', '/issuers', listIssuers],
  ['POST', '/issuers', createIssuer],
  ['GET', '/issuers/:issuer_id', getIssuer],
  ['GET', '/issuers/:issuer_id/keys', getIssuerKeys],
  ['PATCH', '/issuers/:issuer_id', updateIssuer],
  ['DELETE', '/issuers/:issuer_id', deleteIssuer],
  ['POST', '/issuers/:issuer_id/revocations', revokeIssuer],

  ['GET', '/registry-roots', listRegistryRoots],
  ['GET', '/registries', listRegistries],
  ['POST', '/registries', createRegistry],
  ['GET', '/registries/:registry_id', getRegistry],
  ['PATCH', '/registries/:registry_id', updateRegistry],
  ['DELETE', '/registries/:registry_id', deleteRegistry],

  ['GET', '/organizations/:organization_id/audit-events', listOrganizationEvents],
  ['GET', '/audit-events', listEvents],
  ['GET', '/audit-events/export', exportEvents],
  ['GET', '/audit-events/:audit_event_id', getEvent],
];

/** What is answered when all went well. `PUT` says whether it made something (RFC 9110 section 9.3.4). */
export function statusOf(
  method: AdminMethod,
  { answer, name }: Operation,
  { created }: Pick<AdminAnswer, 'created'>,
): 200 | 201 | 204 {
  if (answer === null) return 204;
  if (method === 'PUT') return created ? 201 : 200;
  return method === 'POST' && name.endsWith('.create') ? 201 : 200;
}
