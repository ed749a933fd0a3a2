import { removeCredentials } from './builder/remove.ts';
import { messageOf } from './one-line.ts';
import { revokeToken } from './revoke-token.ts';
import type { Runner } from './runner.ts';
import {
  type DockerState,
  type ExportedVariable,
  parseState,
  type Revocable,
  sha256,
} from './state.ts';

/** The story of post: take back what main left behind, and fail nothing by it. */
export async function revoke(runner: Runner): Promise<number> {
  try {
    const state = parseState(runner.state());
    if (state.variable) forgetVariable(runner, state.variable);
    if (state.builder) removeCredentials(runner, state.builder);
    const renewed = state.docker ? await undone(runner, state.docker) : [];
    if (state.revoke) await revokeAll(runner, state.revoke, renewed);
  } catch (error) {
    runner.warn('Dockpass: could not clean up', messageOf(error));
  }
  return 0;
}

async function undone(runner: Runner, docker: DockerState): Promise<string[]> {
  const { undoDocker } = await import(/* webpackChunkName: "docker" */ './docker/undo.ts');
  return undoDocker(runner, docker);
}

/** The step's own token, and those by which Docker's credential helper has followed it. */
async function revokeAll(runner: Runner, own: Revocable, renewed: readonly string[]) {
  const tokens = new Set([own.token, ...renewed]);
  await Promise.all([...tokens].map((token) => revokeToken(runner, { url: own.url, token })));
}

/** Posts of earlier steps are still to come. A variable that another step has set is that step's. */
function forgetVariable(runner: Runner, variable: ExportedVariable): void {
  const value = runner.env(variable.name);
  if (value !== undefined && sha256(value) === variable.sha256)
    runner.exportVariable(variable.name, '');
}
