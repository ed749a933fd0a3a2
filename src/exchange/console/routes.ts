import type { Handler } from '../http/answer.ts';
import { anybody, type ConsoleRoute, type EndpointDeps } from './endpoint.ts';
import { accountRoutes } from './pages/account/routes.ts';
import { activityRoutes } from './pages/activity/routes.ts';
import type { StreamDeps } from './pages/activity/stream.ts';
import type { DevicePageDeps } from './pages/device/device.ts';
import { deviceRoutes } from './pages/device/routes.ts';
import { EVENT_ROUTES } from './pages/event/routes.ts';
import { notFoundView } from './pages/failure.ts';
import { type InstallationDeps, installationRoutes } from './pages/installation/routes.ts';
import { invitationRoutes } from './pages/invitation/invitation.ts';
import { ORGANIZATION_ROUTES } from './pages/organization/routes.ts';
import { PROJECT_SETTINGS_ROUTES } from './pages/project/settings/routes.ts';
import { TRUST_ROUTES } from './pages/project/trust/routes.ts';
import { PROJECT_ROUTES } from './pages/projects/routes.ts';
import { setupRoutes } from './pages/setup/setup.ts';
import type { SignInDeps } from './pages/sign-in/deps.ts';
import { signInRoutes } from './pages/sign-in/routes.ts';
import { welcomeRoutes } from './pages/welcome/routes.ts';

export interface ConsoleDeps
  extends EndpointDeps,
    SignInDeps,
    StreamDeps,
    InstallationDeps,
    DevicePageDeps {}

/** What changes something is sent with POST. */
const ROUTES: readonly ConsoleRoute[] = [
  ['GET', '/', anybody(async () => ({ redirect: '/projects' }))],
  ...PROJECT_ROUTES,
  ...PROJECT_SETTINGS_ROUTES,
  ...EVENT_ROUTES,
  ...TRUST_ROUTES,
  ...ORGANIZATION_ROUTES,
];

/** Every path of the console, as tests go through them all. */
export function consoleRoutes(
  deps: SignInDeps & StreamDeps & InstallationDeps & DevicePageDeps,
): readonly ConsoleRoute[] {
  return [
    ...ROUTES,
    ...signInRoutes(deps),
    ...setupRoutes(deps),
    ...invitationRoutes(deps),
    ...welcomeRoutes(deps),
    ...accountRoutes(deps),
    ...activityRoutes(deps),
    ...installationRoutes(deps),
    ...deviceRoutes(deps),
  ];
}

export interface Console {
  routes: readonly (readonly [method: 'GET' | 'POST', path: string, handler: Handler])[];
  /** For whoever looks for a page at an address that has none. */
  notFound: Handler;
}

export function createConsole(deps: ConsoleDeps): Console {
  return {
    routes: [
      ...consoleRoutes(deps).map(([method, path, served]) => [method, path, served(deps)] as const),
      ...deps.assets.routes.map(([path, handler]) => ['GET', path, handler] as const),
    ],
    notFound: anybody(async () => notFoundView())(deps),
  };
}
