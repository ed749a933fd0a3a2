import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { forOperators } from '../roles.ts';
import {
  invitePage,
  renewLinkPage,
  sendInvite,
  sendRenewLink,
  sendWithdraw,
  withdrawPage,
} from './invitations.ts';
import { createOrganizationPage, organizationsPage, sendCreateOrganization } from './list.ts';
import { membersPage, removeMemberPage, rolePage, sendRemoveMember, sendRole } from './members.ts';
import { createProjectPage, organizationPage, sendCreateProject } from './projects.ts';
import { revokeProjectPage, revokeRunPage, sendRevokeProject, sendRevokeRun } from './revoke.ts';
import {
  deleteOrganizationPage,
  organizationSettingsPage,
  renameOrganizationPage,
  sendDeleteOrganization,
  sendRenameOrganization,
} from './settings.ts';
import { organizationTrustPage, revokeRelationshipPage, sendRevokeRelationship } from './trust.ts';

const ORGANIZATION = '/organizations/:organization';

const MEMBER = `${ORGANIZATION}/members/:user`;

const INVITATION = `${ORGANIZATION}/invitations/:invitation`;

export const ORGANIZATION_ROUTES: readonly ConsoleRoute[] = [
  ['GET', '/organizations', signedIn(organizationsPage)],
  ['GET', '/organizations/new', signedIn(forOperators(createOrganizationPage))],
  ['POST', '/organizations/new', signedIn(sendCreateOrganization)],
  ['GET', ORGANIZATION, signedIn(organizationPage)],
  ['GET', `${ORGANIZATION}/projects/new`, signedIn(createProjectPage)],
  ['POST', `${ORGANIZATION}/projects/new`, signedIn(sendCreateProject)],
  ['GET', `${ORGANIZATION}/members`, signedIn(membersPage)],
  ['GET', `${MEMBER}/role`, signedIn(rolePage)],
  ['POST', `${MEMBER}/role`, signedIn(sendRole)],
  ['GET', `${MEMBER}/remove`, signedIn(removeMemberPage)],
  ['POST', `${MEMBER}/remove`, signedIn(sendRemoveMember)],
  ['GET', `${ORGANIZATION}/invitations/new`, signedIn(invitePage)],
  ['POST', `${ORGANIZATION}/invitations/new`, signedIn(sendInvite)],
  ['GET', `${INVITATION}/link`, signedIn(renewLinkPage)],
  ['POST', `${INVITATION}/link`, signedIn(sendRenewLink)],
  ['GET', `${INVITATION}/withdraw`, signedIn(withdrawPage)],
  ['POST', `${INVITATION}/withdraw`, signedIn(sendWithdraw)],
  ['GET', `${ORGANIZATION}/trust`, signedIn(organizationTrustPage)],
  ['GET', `${ORGANIZATION}/trust/:relationship/revoke`, signedIn(revokeRelationshipPage)],
  ['POST', `${ORGANIZATION}/trust/:relationship/revoke`, signedIn(sendRevokeRelationship)],
  ['GET', `${ORGANIZATION}/revoke/run`, signedIn(revokeRunPage)],
  ['POST', `${ORGANIZATION}/revoke/run`, signedIn(sendRevokeRun)],
  ['GET', `${ORGANIZATION}/revoke/project`, signedIn(revokeProjectPage)],
  ['POST', `${ORGANIZATION}/revoke/project`, signedIn(sendRevokeProject)],
  ['GET', `${ORGANIZATION}/settings`, signedIn(organizationSettingsPage)],
  ['GET', `${ORGANIZATION}/rename`, signedIn(renameOrganizationPage)],
  ['POST', `${ORGANIZATION}/rename`, signedIn(sendRenameOrganization)],
  ['GET', `${ORGANIZATION}/delete`, signedIn(deleteOrganizationPage)],
  ['POST', `${ORGANIZATION}/delete`, signedIn(sendDeleteOrganization)],
];
