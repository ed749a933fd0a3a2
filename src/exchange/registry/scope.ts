import { isProjectPath, type ProjectPath } from '../../protocol/projects.ts';
import { REGISTRY_ACTIONS, type RegistryAction } from '../../protocol/registry-token.ts';
import { Refusal } from '../refusal.ts';

/** More than any client names at once: BuildKit asks for every repository that it could mount from. */
const MAX_SCOPES = 100;

/** What a client wants to do with one repository. */
export interface RepositoryScope {
  /** Without the registry's host. */
  repository: string;
  /** Whose the repository is: its first two segments. */
  project: ProjectPath;
  /** Of `repository(plugin)`; null if none was named. */
  resourceClass: string | null;
  actions: readonly RegistryAction[];
}

/** One scope of a request. */
export interface RequestedScope {
  /** A stranger's words. */
  text: string;
  /** Null if it names something that no token is good for. */
  wanted: RepositoryScope | null;
  /** Whether it asks for nothing but pulling. */
  pullsOnly: boolean;
}

/**
 * `type[(class)]:name:action[,action]`. The name may hold colons, of a host's port; then it is no
 * repository of ours.
 */
const SCOPE = /^([a-z0-9]+)(?:\(([a-z0-9]{1,40})\))?:([^\s]*):([^:\s]*)$/;

/** https://github.com/distribution/reference: a repository's name, and a segment of it. */
const MAX_NAME_LENGTH = 255;
const SEGMENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

/**
 * What the parameter `scope` asks for, which comes several times (GET), or with spaces between its
 * scopes (RFC 6749 section 3.3), or both. Docker's grammar:
 * https://distribution.github.io/distribution/spec/auth/scope/
 */
export function parseScopes(parameters: readonly string[]): RequestedScope[] {
  const texts = parameters.flatMap((parameter) => parameter.split(' ')).filter(Boolean);
  if (texts.length > MAX_SCOPES)
    throw new Refusal(
      'malformed_request',
      `At most ${MAX_SCOPES} scopes can be asked for in one request.`,
    );
  return texts.map(parseScope);
}

function parseScope(text: string): RequestedScope {
  const [, type, resourceClass = null, repository = '', actionList = ''] = SCOPE.exec(text) ?? [];
  const asked = actionList.split(',').filter(Boolean);
  const pullsOnly = asked.length > 0 && asked.every((action) => action === 'pull');
  const project = projectOf(repository);
  const actions = REGISTRY_ACTIONS.filter((action) => asked.includes(action));
  const isGrantable = actions.length > 0 && actions.length === new Set(asked).size;
  if (type !== 'repository' || project === undefined || !isGrantable)
    return { text, wanted: null, pullsOnly };
  return { text, wanted: { repository, project, resourceClass, actions }, pullsOnly };
}

/** By whole segments: `acme/web-2` is another project than `acme/web`, and `acme/web/..` is no name. */
function projectOf(repository: string): ProjectPath | undefined {
  if (repository.length > MAX_NAME_LENGTH) return undefined;
  const segments = repository.split('/');
  const project = segments.slice(0, 2).join('/');
  return isProjectPath(project) && segments.slice(2).every((segment) => SEGMENT.test(segment))
    ? project
    : undefined;
}
