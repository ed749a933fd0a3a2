/** Names of organizations and projects, and the URL that identifies a project on the wire. */

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const MAX_NAME_LENGTH = 40;

/** `organization/project`. */
export type ProjectPath = `${string}/${string}`;

export function isName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && NAME.test(text);
}

export function isProjectPath(text: string): text is ProjectPath {
  const segments = text.split('/');
  return segments.length === 2 && segments.every(isName);
}

/** `{installation}/{organization}/{project}`: the `resource` of RFC 8693 section 2.1. */
export function projectUrl(installation: string, project: ProjectPath): string {
  return `${installation}/${project}`;
}
