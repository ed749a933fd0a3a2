import { rmSync } from 'node:fs';
import type { BuilderState } from '../state.ts';

/** Takes the credentials away. A link in the folder's place is taken away itself, never followed. */
export function removeCredentials({ folder }: BuilderState): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
