import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import {
  installationActivityPage,
  organizationActivityPage,
  projectActivityPage,
} from './activity.ts';
import { createStreams, type StreamDeps } from './stream.ts';

const PROJECT = '/projects/:organization/:project/activity';

const ORGANIZATION = '/organizations/:organization/activity';

const INSTALLATION = '/installation/activity';

export function activityRoutes(deps: StreamDeps): readonly ConsoleRoute[] {
  const streams = createStreams(deps);
  return [
    ['GET', PROJECT, signedIn(projectActivityPage)],
    ['GET', `${PROJECT}/stream`, signedIn(streams.project)],
    ['GET', ORGANIZATION, signedIn(organizationActivityPage)],
    ['GET', `${ORGANIZATION}/stream`, signedIn(streams.organization)],
    ['GET', INSTALLATION, signedIn(installationActivityPage)],
    ['GET', `${INSTALLATION}/stream`, signedIn(streams.all)],
  ];
}
