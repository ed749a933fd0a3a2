import { type ConsoleRoute, signedIn } from '../../../endpoint.ts';
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
  ['GET', `${SETTINGS}/tokens/new`, signedIn(createTokenPage)],
  ['POST', `${SETTINGS}/tokens/new`, signedIn(sendCreateToken)],
  ['GET', `${TOKEN}/rename`, signedIn(renameTokenPage)],
  ['POST', `${TOKEN}/rename`, signedIn(sendRenameToken)],
  ['GET', `${TOKEN}/revoke`, signedIn(revokeTokenPage)],
  ['POST', `${TOKEN}/revoke`, signedIn(sendRevokeToken)],
  ['GET', `${SETTINGS}/oidc-only`, signedIn(oidcOnlyPage)],
  ['POST', `${SETTINGS}/oidc-only`, signedIn(sendOidcOnly)],
  ['GET', `${SETTINGS}/builder`, signedIn(builderPage)],
  ['POST', `${SETTINGS}/builder`, signedIn(sendBuilder)],
  ['GET', `${SETTINGS}/builder/delete`, signedIn(deleteBuilderPage)],
  ['POST', `${SETTINGS}/builder/delete`, signedIn(sendDeleteBuilder)],
  ['GET', `${AUTHORITIES}/new`, signedIn(createAuthorityPage)],
  ['POST', `${AUTHORITIES}/new`, signedIn(sendCreateAuthority)],
  ['GET', `${AUTHORITIES}/:authority/delete`, signedIn(deleteAuthorityPage)],
  ['POST', `${AUTHORITIES}/:authority/delete`, signedIn(sendDeleteAuthority)],
  ['GET', `${SETTINGS}/rename`, signedIn(renameProjectPage)],
  ['POST', `${SETTINGS}/rename`, signedIn(sendRenameProject)],
  ['GET', `${SETTINGS}/delete`, signedIn(deleteProjectPage)],
  ['POST', `${SETTINGS}/delete`, signedIn(sendDeleteProject)],
];
