import { createHash } from 'node:crypto';

/** post.ts looks for it as `STATE_dockpass`, the form in which the runner hands state over. */
export const STATE_NAME = 'dockpass';

/** What main leaves behind for post, which must not read inputs (actions/runner#2030). */
export interface State {
  /** The token to revoke, and where. */
  revoke?: { url: string; token: string };
  /** The variable that main exported; the hash tells whether the value is still ours. */
  variable?: { name: string; sha256: string };
}

export function parseState(text: string): State {
  return JSON.parse(text) as State;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
