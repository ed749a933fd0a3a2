import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { forAdmins, forOperators } from '../roles.ts';
import {
  invitePage,
  renewLinkPage,
  sendInvite,
  sendRenewLink,
  sendWithdraw,
  withdrawPage,
} from './invitations.ts';
import { organizationsPage } from './list.ts';
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
  ['GET', ORGANIZATION, signedIn(organizationPage)],
  ['GET', `${ORGANIZATION}/projects/new`, signedIn(forAdmins(createProjectPage))],
  ['POST', `${ORGANIZATION}/projects/new`, signedIn(forAdmins(sendCreateProject))],
  ['GET', `${ORGANIZATION}/members`, signedIn(membersPage)],
  ['GET', `${MEMBER}/role`, signedIn(forAdmins(rolePage))],
  ['POST', `${MEMBER}/role`, signedIn(forAdmins(sendRole))],
  ['GET', `${MEMBER}/remove`, signedIn(removeMemberPage)],
  ['POST', `${MEMBER}/remove`, signedIn(sendRemoveMember)],
  ['GET', `${ORGANIZATION}/invitations/new`, signedIn(forAdmins(invitePage))],
  ['POST', `${ORGANIZATION}/invitations/new`, signedIn(forAdmins(sendInvite))],
  ['GET', `${INVITATION}/link`, signedIn(forAdmins(renewLinkPage))],
  ['POST', `${INVITATION}/link`, signedIn(forAdmins(sendRenewLink))],
  ['GET', `${INVITATION}/withdraw`, signedIn(forAdmins(withdrawPage))],
  ['POST', `${INVITATION}/withdraw`, signedIn(forAdmins(sendWithdraw))],
  ['GET', `${ORGANIZATION}/trust`, signedIn(organizationTrustPage)],
  [
    'GET',
    `${ORGANIZATION}/trust/:relationship/revoke`,
    signedIn(forAdmins(revokeRelationshipPage)),
  ],
  [
    'POST',
    `${ORGANIZATION}/trust/:relationship/revoke`,
    signedIn(forAdmins(sendRevokeRelationship)),
  ],
  ['GET', `${ORGANIZATION}/revoke/run`, signedIn(forAdmins(revokeRunPage))],
  ['POST', `${ORGANIZATION}/revoke/run`, signedIn(forAdmins(sendRevokeRun))],
  ['GET', `${ORGANIZATION}/revoke/project`, signedIn(forAdmins(revokeProjectPage))],
  ['POST', `${ORGANIZATION}/revoke/project`, signedIn(forAdmins(sendRevokeProject))],
  ['GET', `${ORGANIZATION}/settings`, signedIn(organizationSettingsPage)],
  ['GET', `${ORGANIZATION}/rename`, signedIn(forOperators(renameOrganizationPage))],
  ['POST', `${ORGANIZATION}/rename`, signedIn(forOperators(sendRenameOrganization))],
  ['GET', `${ORGANIZATION}/delete`, signedIn(forOperators(deleteOrganizationPage))],
  ['POST', `${ORGANIZATION}/delete`, signedIn(forOperators(sendDeleteOrganization))],
];
