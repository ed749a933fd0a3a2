import { anybody, type ConsoleRoute, signedIn } from '../../endpoint.ts';
import {
  type DevicePageDeps,
  devicePage,
  doneDevicePage,
  sendCode,
  sendDecision,
} from './device.ts';

/** Where `dockpass login` sends people. */
export function deviceRoutes(deps: DevicePageDeps): readonly ConsoleRoute[] {
  return [
    ['GET', '/device', signedIn(devicePage)],
    ['POST', '/device', signedIn(sendCode(deps))],
    ['POST', '/device/approve', signedIn(sendDecision(deps, 'approved'))],
    ['POST', '/device/deny', signedIn(sendDecision(deps, 'denied'))],
    ['GET', '/device/done', anybody(doneDevicePage)],
  ];
}
