import { isProjectPath, type ProjectPath } from '../../protocol/projects.ts';
import { quote } from '../identity/quote.ts';
import { wrongAudience } from '../identity/wrong-audience.ts';
import { Refusal } from '../refusal.ts';
import { type Form, repeatedParameter } from './form.ts';

/** More than any job needs, and few enough to look up in one query. */
const MAX_RESOURCES = 100;

/**
 * The projects that the parameter `resource` names (RFC 8707 section 2, RFC 8693 section 2.1), each
 * once; null if it names none. `installation` is DOCKPASS_URL.
 */
export function parseResources(form: Form, installation: string): ProjectPath[] | null {
  const resources = repeatedParameter(form, 'resource');
  if (resources.length === 0) return null;
  if (resources.length > MAX_RESOURCES)
    throw refused(`At most ${MAX_RESOURCES} projects can be named in one request.`);
  return [...new Set(resources.map((resource) => parseResource(resource, installation)))];
}

/** An exchange and one of its projects. */
const PROJECT_URL = /^(https?:\/\/.+)\/([^/]+\/[^/]+)$/;

function parseResource(resource: string, installation: string): ProjectPath {
  const [, exchange, project = ''] = PROJECT_URL.exec(resource) ?? [];
  if (!isProjectPath(project))
    throw refused(
      `Each resource must be a project of this exchange, written ${installation}/organization/project.`,
    );
  if (exchange !== installation)
    throw wrongAudience(`A resource is ${quote(resource)}`, installation);
  return project;
}

function refused(message: string): Refusal {
  return new Refusal('malformed_request', message, { kind: 'invalid_target' });
}
