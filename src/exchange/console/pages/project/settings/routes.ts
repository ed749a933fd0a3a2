import { type ConsoleRoute, signedIn } from '../../../endpoint.ts';
import { forAdmins } from '../../roles.ts';
import {
  createAuthorityPage,
  deleteAuthorityPage,
  sendCreateAuthority,
  sendDeleteAuthority,
} from './authorities.ts';
import { builderPage, deleteBuilderPage, sendBuilder, sendDeleteBuilder } from './builder.ts';
import { createTokenPage, sendCreateToken } from './create-token.ts';
import {
  deleteProjectPage,
  renameProjectPage,
  sendDeleteProject,
  sendRenameProject,
} from './general.ts';
import { oidcOnlyPage, sendOidcOnly } from './oidc-only.ts';
import { settingsPage } from './settings.ts';
import { renameTokenPage, revokeTokenPage, sendRenameToken, sendRevokeToken } from './tokens.ts';

const SETTINGS = '/projects/:organization/:project/settings';

const TOKEN = `${SETTINGS}/tokens/:token`;

const AUTHORITIES = `${SETTINGS}/builder/authorities`;

export const PROJECT_SETTINGS_ROUTES: readonly ConsoleRoute[] = [
  ['GET', SETTINGS, signedIn(settingsPage)],
  ['GET', `${SETTINGS}/tokens/new`, signedIn(forAdmins(createTokenPage))],
  ['POST', `${SETTINGS}/tokens/new`, signedIn(forAdmins(sendCreateToken))],
  ['GET', `${TOKEN}/rename`, signedIn(forAdmins(renameTokenPage))],
  ['POST', `${TOKEN}/rename`, signedIn(forAdmins(sendRenameToken))],
  ['GET', `${TOKEN}/revoke`, signedIn(forAdmins(revokeTokenPage))],
  ['POST', `${TOKEN}/revoke`, signedIn(forAdmins(sendRevokeToken))],
  ['GET', `${SETTINGS}/oidc-only`, signedIn(forAdmins(oidcOnlyPage))],
  ['POST', `${SETTINGS}/oidc-only`, signedIn(forAdmins(sendOidcOnly))],
  ['GET', `${SETTINGS}/builder`, signedIn(forAdmins(builderPage))],
  ['POST', `${SETTINGS}/builder`, signedIn(forAdmins(sendBuilder))],
  ['GET', `${SETTINGS}/builder/delete`, signedIn(forAdmins(deleteBuilderPage))],
  ['POST', `${SETTINGS}/builder/delete`, signedIn(forAdmins(sendDeleteBuilder))],
  ['GET', `${AUTHORITIES}/new`, signedIn(forAdmins(createAuthorityPage))],
  ['POST', `${AUTHORITIES}/new`, signedIn(forAdmins(sendCreateAuthority))],
  ['GET', `${AUTHORITIES}/:authority/delete`, signedIn(forAdmins(deleteAuthorityPage))],
  ['POST', `${AUTHORITIES}/:authority/delete`, signedIn(forAdmins(sendDeleteAuthority))],
  ['GET', `${SETTINGS}/rename`, signedIn(forAdmins(renameProjectPage))],
  ['POST', `${SETTINGS}/rename`, signedIn(forAdmins(sendRenameProject))],
  ['GET', `${SETTINGS}/delete`, signedIn(forAdmins(deleteProjectPage))],
  ['POST', `${SETTINGS}/delete`, signedIn(forAdmins(sendDeleteProject))],
];
