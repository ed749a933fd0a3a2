/** For people and logs: without the password, and without parameters, which may hold one. */
export function databaseName(url: string): string {
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username && `${username}@`}${host}${pathname}`;
}
