import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { createStreams, type StreamDeps } from './stream.ts';

export function activityRoutes(deps: StreamDeps): readonly ConsoleRoute[] {
  const streams = createStreams(deps);
  return [
    ['GET', '/projects/:organization/:project/activity/stream', signedIn(streams.project)],
    ['GET', '/organizations/:organization/activity/stream', signedIn(streams.organization)],
    ['GET', '/installation/activity/stream', signedIn(streams.all)],
  ];
}
