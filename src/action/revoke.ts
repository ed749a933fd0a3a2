import { messageOf } from './one-line.ts';
import { revokeToken } from './revoke-token.ts';
import type { Runner } from './runner.ts';
import { type ExportedVariable, parseState, sha256 } from './state.ts';

/** The story of post: take back what main left behind, and fail nothing by it. */
export async function revoke(runner: Runner): Promise<number> {
  try {
    const state = parseState(runner.state());
    if (state.variable) forgetVariable(runner, state.variable);
    if (state.revoke) await revokeToken(runner, state.revoke);
  } catch (error) {
    runner.warn('Dockpass: could not clean up', messageOf(error));
  }
  return 0;
}

/** Posts of earlier steps are still to come. A variable that another step has set is that step's. */
function forgetVariable(runner: Runner, variable: ExportedVariable): void {
  const value = runner.env(variable.name);
  if (value !== undefined && sha256(value) === variable.sha256)
    runner.exportVariable(variable.name, '');
}
