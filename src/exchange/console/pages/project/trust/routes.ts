import { type ConsoleRoute, signedIn } from '../../../endpoint.ts';
import { detailPage } from './detail.ts';
import { deletePage, revokePage, sendDelete, sendRevoke } from './end.ts';
import { listPage } from './list.ts';
import { sendDescribe } from './live-sentence.ts';
import { extendPage, pinPage } from './mend.ts';
import { narrowPage } from './narrow.ts';
import { workflowPage } from './workflow.ts';
import { editPage, newPage, sendEdit, sendNew } from './write.ts';

const TRUST = '/projects/:organization/:project/trust';
const ONE = `${TRUST}/:relationship`;

export const TRUST_ROUTES: readonly ConsoleRoute[] = [
  ['GET', TRUST, signedIn(listPage)],
  ['GET', `${TRUST}/new`, signedIn(newPage)],
  ['POST', `${TRUST}/new`, signedIn(sendNew)],
  ['POST', `${TRUST}/describe`, signedIn(sendDescribe)],
  ['GET', ONE, signedIn(detailPage)],
  ['GET', `${ONE}/edit`, signedIn(editPage)],
  ['POST', `${ONE}/edit`, signedIn(sendEdit)],
  ['GET', `${ONE}/workflow`, signedIn(workflowPage)],
  ['GET', `${ONE}/pin`, signedIn(pinPage)],
  ['GET', `${ONE}/narrow`, signedIn(narrowPage)],
  ['GET', `${ONE}/extend`, signedIn(extendPage)],
  ['GET', `${ONE}/revoke`, signedIn(revokePage)],
  ['POST', `${ONE}/revoke`, signedIn(sendRevoke)],
  ['GET', `${ONE}/delete`, signedIn(deletePage)],
  ['POST', `${ONE}/delete`, signedIn(sendDelete)],
];
