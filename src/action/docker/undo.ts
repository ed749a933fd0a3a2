import { renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { orWarn } from '../or-warn.ts';
import type { Runner } from '../runner.ts';
import type { DockerState } from '../state.ts';
import { recordedChange, takeBack } from './config-change.ts';
import { heldTokens, stepsIn } from './helper-folder.ts';

/**
 * Takes a step's part out of Docker's configuration and away from the helper. Returns the tokens
 * that the helper held, masked now that somebody can: its own output belongs to Docker.
 */
export async function undoDocker(
  runner: Pick<Runner, 'mask' | 'warn'>,
  { folder: claimed }: DockerState,
): Promise<string[]> {
  const folder = closed(claimed);
  const held = await orWarn(runner, 'the tokens of Docker’s credential helper were not found', () =>
    heldTokens(folder),
  );
  const tokens = held?.map(({ token }) => token) ?? [];
  for (const token of tokens) runner.mask(token);
  await orWarn(runner, 'Docker could not be left as it was found', () =>
    leave(folder, dirname(claimed)),
  );
  return tokens;
}

function leave(folder: string, root: string): void {
  const change = recordedChange(folder);
  rmSync(folder, REMOVE);
  const rest = stepsIn(root);
  if (rest.length === 0) rmSync(root, REMOVE);
  const inUse = rest.flatMap(({ registries }) => registries);
  if (change) takeBack(change, inUse);
}

const REMOVE = { recursive: true, force: true, maxRetries: 3 } as const;

/**
 * Moved aside first: a helper that is still exchanging finds no place for its token then, and
 * revokes it, instead of leaving it where nobody looks any more.
 */
function closed(folder: string): string {
  try {
    renameSync(folder, `${folder}-closed`);
    return `${folder}-closed`;
  } catch {
    return folder;
  }
}
