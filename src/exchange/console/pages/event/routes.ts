import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { eventPage } from './event.ts';
import { revokeRunPage, sendRevokeRun } from './revoke-run.ts';
import { simulatePage } from './simulate.ts';

const EVENT = '/events/:reference';

export const EVENT_ROUTES: readonly ConsoleRoute[] = [
  ['GET', EVENT, signedIn(eventPage)],
  ['GET', `${EVENT}/revoke-run`, signedIn(revokeRunPage)],
  ['POST', `${EVENT}/revoke-run`, signedIn(sendRevokeRun)],
  ['GET', `${EVENT}/simulate`, signedIn(simulatePage)],
  ['POST', `${EVENT}/simulate`, signedIn(simulatePage)],
];
