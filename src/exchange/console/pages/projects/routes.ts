import { type ConsoleRoute, signedIn } from '../../endpoint.ts';
import { projectsPage } from './list.ts';
import { newProjectPage, sendNewProject } from './new.ts';
import { overviewPage } from './overview.ts';

export const PROJECT_ROUTES: readonly ConsoleRoute[] = [
  ['GET', '/projects', signedIn(projectsPage)],
  ['GET', '/projects/new', signedIn(newProjectPage)],
  ['POST', '/projects/new', signedIn(sendNewProject)],
  ['GET', '/projects/:organization/:project', signedIn(overviewPage)],
];
