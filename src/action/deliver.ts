import { TOKEN_USERNAME } from '../protocol/token-exchange.ts';
import type { Inputs } from './inputs.ts';
import { maskToken } from './mask-token.ts';
import type { Pass } from './pass.ts';
import type { Runner } from './runner.ts';
import { type State, sha256 } from './state.ts';

/** Before anything can leak or fail: the log hides the token, and post can revoke it. */
export function safeguard(runner: Runner, inputs: Inputs, pass: Pass): void {
  if (!pass.token) return;
  maskToken(runner, pass.token);
  const state = stateFor(inputs, pass);
  // Without state post has nothing to do, and sees that before it loads anything.
  if (state.revoke || state.variable) runner.saveState(JSON.stringify(state));
}

/** Empty if there is no token. */
export function stateFor(inputs: Inputs, { token, revocable }: Pass): State {
  if (!token) return {};
  return {
    ...(inputs.revoke && revocable && { revoke: { url: inputs.exchangeUrl, token } }),
    ...(inputs.exportEnv && { variable: { name: inputs.exportEnv, sha256: sha256(token) } }),
  };
}

/** To the later steps. Whatever fails from here on, post can still take the token back. */
export function handOver(runner: Runner, inputs: Inputs, pass: Pass): void {
  for (const [name, value] of Object.entries(outputsOf(pass)))
    if (value !== undefined) runner.output(name, value);
  if (inputs.exportEnv && pass.token) runner.exportVariable(inputs.exportEnv, pass.token);
}

function outputsOf(pass: Pass): Record<string, string | undefined> {
  return {
    authenticated: String(pass.token !== undefined),
    source: pass.source,
    token: pass.token,
    username: pass.token && TOKEN_USERNAME,
    'expires-in': pass.expiresIn?.toString(),
    'expires-at': pass.expiresAt?.toISOString(),
    projects: pass.projects.join(','),
    permissions: pass.permissions.join(','),
    reference: pass.reference,
    'error-code': pass.because?.code ?? '',
  };
}
