import type { Readiness } from '../../../http/readiness.ts';
import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import type { SignedInPage } from '../../request.ts';
import { createOrganizationPage, sendCreateOrganization } from '../organization/list.ts';
import { forOperators } from '../roles.ts';
import {
  deleteIssuerPage,
  ISSUERS,
  revokeIssuerPage,
  sendDeleteIssuer,
  sendRevokeIssuer,
  sendSwitchIssuer,
  switchIssuerPage,
} from './change-issuer.ts';
import { healthPage } from './health.ts';
import { createIssuerPage, issuerPage, issuersPage, sendCreateIssuer } from './issuers.ts';
import { installationOrganizationsPage } from './organizations.ts';
import {
  createRegistryPage,
  deleteRegistryPage,
  hostsPage,
  registriesPage,
  registryPage,
  sendCreateRegistry,
  sendDeleteRegistry,
  sendHosts,
} from './registries.ts';
import {
  addressSwitch,
  createUserPage,
  deleteUserPage,
  disabledSwitch,
  operatorSwitch,
  sendCreateUser,
  sendDeleteUser,
  userPage,
  usersPage,
} from './users.ts';

export interface InstallationDeps {
  readiness: Readiness;
}

const USER = '/installation/users/:user';

const ISSUER = `${ISSUERS}/:issuer`;

const REGISTRY = '/installation/registries/:registry';

export function installationRoutes({ readiness }: InstallationDeps): readonly ConsoleRoute[] {
  const routes: readonly (readonly ['GET' | 'POST', string, SignedInPage])[] = [
    ['GET', '/installation', healthPage(readiness)],
    ['GET', '/installation/organizations', installationOrganizationsPage],
    ['GET', '/installation/organizations/new', createOrganizationPage],
    ['POST', '/installation/organizations/new', sendCreateOrganization],
    ['GET', '/installation/users', usersPage],
    ['GET', '/installation/users/new', createUserPage],
    ['POST', '/installation/users/new', sendCreateUser],
    ['GET', USER, userPage],
    ['GET', `${USER}/operator`, operatorSwitch.page],
    ['POST', `${USER}/operator`, operatorSwitch.send],
    ['GET', `${USER}/address`, addressSwitch.page],
    ['POST', `${USER}/address`, addressSwitch.send],
    ['GET', `${USER}/disabled`, disabledSwitch.page],
    ['POST', `${USER}/disabled`, disabledSwitch.send],
    ['GET', `${USER}/delete`, deleteUserPage],
    ['POST', `${USER}/delete`, sendDeleteUser],
    ['GET', ISSUERS, issuersPage],
    ['GET', `${ISSUERS}/new`, createIssuerPage],
    ['POST', `${ISSUERS}/new`, sendCreateIssuer],
    ['GET', ISSUER, issuerPage],
    ['GET', `${ISSUER}/enabled`, switchIssuerPage],
    ['POST', `${ISSUER}/enabled`, sendSwitchIssuer],
    ['GET', `${ISSUER}/revoke`, revokeIssuerPage],
    ['POST', `${ISSUER}/revoke`, sendRevokeIssuer],
    ['GET', `${ISSUER}/delete`, deleteIssuerPage],
    ['POST', `${ISSUER}/delete`, sendDeleteIssuer],
    ['GET', '/installation/registries', registriesPage],
    ['GET', '/installation/registries/new', createRegistryPage],
    ['POST', '/installation/registries/new', sendCreateRegistry],
    ['GET', REGISTRY, registryPage],
    ['GET', `${REGISTRY}/hosts`, hostsPage],
    ['POST', `${REGISTRY}/hosts`, sendHosts],
    ['GET', `${REGISTRY}/delete`, deleteRegistryPage],
    ['POST', `${REGISTRY}/delete`, sendDeleteRegistry],
  ];
  return routes.map(([method, path, page]) => [method, path, signedIn(forOperators(page))]);
}
