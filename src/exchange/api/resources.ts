import { type ProjectPath, projectOfUrl } from '../../protocol/projects.ts';
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

function parseResource(resource: string, installation: string): ProjectPath {
  const project = projectOfUrl(installation, resource);
  if (project === undefined)
    throw refused(
      `Each resource must be a project of this exchange, written ${installation}/organization/project.`,
    );
  return project;
}

function refused(message: string): Refusal {
  return new Refusal('malformed_request', message, { kind: 'invalid_target' });
}
