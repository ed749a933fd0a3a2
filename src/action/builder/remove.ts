import { rmSync } from 'node:fs';
import { messageOf } from '../one-line.ts';
import type { Runner } from '../runner.ts';
import type { BuilderState } from '../state.ts';

/** Takes the credentials away. A link in the folder's place is taken away itself, never followed. */
export function removeCredentials(runner: Pick<Runner, 'warn'>, { folder }: BuilderState): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    runner.warn('Dockpass: the builder credentials were not removed', messageOf(error));
  }
}
