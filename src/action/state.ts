import { hash } from 'node:crypto';
import type { BuilderState } from './builder/files.ts';
import type { DockerState } from './docker/undo.ts';
import type { Revocable } from './exchange/revoke-token.ts';

/** post.ts looks for it as `STATE_dockpass`, the form in which the runner hands state over. */
export const STATE_NAME = 'dockpass';

/** The hash tells whether the variable still holds what we put there, without repeating it. */
export interface ExportedVariable {
  name: string;
  sha256: string;
}

/** What main leaves behind for post, which must not read inputs (actions/runner#2030). */
export interface State {
  revoke?: Revocable;
  variable?: ExportedVariable;
  docker?: DockerState;
  builder?: BuilderState;
}

/** The message of JSON.parse would quote the state, and with it the token. */
export function parseState(text: string): State {
  try {
    return JSON.parse(text) as State;
  } catch {
    throw new Error('the state that the step left for its post cannot be read');
  }
}

export function sha256(text: string): string {
  return hash('sha256', text);
}
