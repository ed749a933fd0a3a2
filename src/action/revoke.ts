import { removeCredentials } from './builder/files.ts';
import type { DockerState } from './docker/undo.ts';
import { type Revocable, revokeToken } from './exchange/revoke-token.ts';
import { orWarn } from './failure/or-warn.ts';
import { type ExportedVariable, parseState, type State, sha256 } from './state.ts';
import { nodeFault } from './system/node-version.ts';
import type { Runner } from './system/port.ts';

/** The story of post: take back what main left behind, and fail nothing by it. */
export async function revoke(runner: Runner): Promise<number> {
  const fault = nodeFault(runner.process.version);
  if (fault) runner.warn('Dockpass: cleaning up may fail', fault);
  const state = await orWarn(runner, 'could not clean up', () => parseState(runner.state()));
  if (state) await cleanUp(runner, state);
  return 0;
}

/** Each part on its own: whatever else cannot be taken back, the tokens are revoked. */
async function cleanUp(
  runner: Runner,
  { variable, builder, docker, revoke: own }: State,
): Promise<void> {
  await orWarn(runner, 'the exported variable was not emptied', () => {
    if (variable) clearVariable(runner, variable);
  });
  await orWarn(runner, 'the builder credentials were not removed', () => {
    if (builder) removeCredentials(builder);
  });
  const renewed = await orWarn(runner, 'Docker could not be left as it was found', () =>
    docker ? undo(runner, docker) : [],
  );
  if (own) await revokeAll(runner, own, renewed ?? []);
}

async function undo(runner: Runner, docker: DockerState): Promise<string[]> {
  const { undoDocker } = await import(/* webpackChunkName: "docker" */ './docker/undo.ts');
  return undoDocker(runner, docker);
}

/** The step's own token, and those by which Docker's credential helper has followed it. */
async function revokeAll(
  runner: Runner,
  { url, token: own }: Revocable,
  renewed: readonly string[],
): Promise<void> {
  const revocations = [...new Set([own, ...renewed])].map((token) =>
    orWarn(runner, 'a build token was not revoked', () => revokeToken(runner, { url, token })),
  );
  await Promise.all(revocations);
}

/** Posts of earlier steps are still to come. A variable that another step has set is that step's. */
function clearVariable(runner: Runner, variable: ExportedVariable): void {
  const value = runner.env(variable.name);
  if (value !== undefined && sha256(value) === variable.sha256)
    runner.exportVariable(variable.name, '');
}
