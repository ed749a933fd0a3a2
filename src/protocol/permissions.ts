/** What a build token may do in a project: use builders, push to and pull from its registry paths. */
export const PERMISSIONS = ['build', 'push', 'pull'] as const;

export type Permission = (typeof PERMISSIONS)[number];

export function isPermission(text: string): text is Permission {
  return (PERMISSIONS as readonly string[]).includes(text);
}

/** In their one canonical order, each once. */
export function sortPermissions(permissions: Iterable<Permission>): Permission[] {
  const wanted = new Set(permissions);
  return PERMISSIONS.filter((permission) => wanted.has(permission));
}

/** Those in every one of the lists: what a bare `scope` may claim of several projects. */
export function commonPermissions(lists: readonly (readonly Permission[])[]): Permission[] {
  if (lists.length === 0) return [];
  return PERMISSIONS.filter((permission) => lists.every((list) => list.includes(permission)));
}
