import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import type { SignInDeps } from '../sign-in/deps.ts';
import { firstExchangeStep } from './first-exchange.ts';
import { createOrganizationStep, sendOrganization } from './organization.ts';
import { createProjectStep, sendProject } from './project.ts';
import { sendTrust, trustStep } from './trust.ts';
import { passkeyStep, welcomePage } from './welcome.ts';

/** From the first sign-in to the first exchange. Each step is a page of its own: one can leave and come back. */
export function welcomeRoutes(deps: SignInDeps): readonly ConsoleRoute[] {
  const project = '/welcome/projects/:organization/:project';
  return [
    ['GET', '/welcome', signedIn(welcomePage(deps))],
    ['GET', '/welcome/passkey', signedIn(passkeyStep(deps))],
    ['GET', '/welcome/organization', signedIn(createOrganizationStep)],
    ['POST', '/welcome/organization', signedIn(sendOrganization)],
    ['GET', '/welcome/organizations/:organization', signedIn(createProjectStep)],
    ['POST', '/welcome/organizations/:organization', signedIn(sendProject)],
    ['GET', `${project}/trust`, signedIn(trustStep)],
    ['POST', `${project}/trust`, signedIn(sendTrust)],
    ['GET', project, signedIn(firstExchangeStep(deps))],
  ];
}
