/** What `using: node24` of action.yml asks for; hosts other than GitHub's runner take any Node. */
const LEAST_MAJOR = 24;

/** Why this Node can't run the action, in full sentences; undefined if it can. */
export function nodeFault(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= LEAST_MAJOR) return undefined;
  return `Dockpass needs Node ${LEAST_MAJOR} or later, and was started with Node ${version}.`;
}
