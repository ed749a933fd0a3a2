import { dirname } from 'node:path';
import { orWarn } from '../failure/or-warn.ts';
import { removeFolder } from '../system/own-folder.ts';
import type { Runner } from '../system/port.ts';
import { unregister } from './config-change.ts';
import {
  binFolder,
  closeStepFolder,
  heldTokens,
  removeStepFolder,
  stepsIn,
} from './helper-folder.ts';
import { isProgram } from './helper-program.ts';

/** What the step left for Docker's credential helper. */
export interface DockerState {
  folder: string;
  /** Path of Docker's configuration, behind links. */
  config: string;
}

/**
 * Takes a step's part out of Docker's configuration and away from the helper. Returns the tokens
 * that the helper held, masked now that somebody can: its own output belongs to Docker.
 */
export async function undoDocker(
  runner: Pick<Runner, 'mask' | 'warn' | 'now' | 'elapsed' | 'pause' | 'cancelled'>,
  { folder, config }: DockerState,
): Promise<string[]> {
  const held = await orWarn(
    runner,
    'the tokens of Docker’s credential helper were not found',
    () => {
      // A helper that is still exchanging sees this afterwards, and revokes its token itself.
      closeStepFolder(folder);
      return heldTokens(folder);
    },
  );
  const tokens = held?.map(({ token }) => token) ?? [];
  for (const token of tokens) runner.mask(token);
  await orWarn(runner, 'the files of Docker’s credential helper were not removed', () => {
    removeStepFolder(folder);
    removeProgram(dirname(folder));
  });
  await orWarn(runner, 'Docker could not be left as it was found', () =>
    unregister(runner, config, folder),
  );
  return tokens;
}

/** The last step of the job takes along what all of them have used. */
function removeProgram(root: string): void {
  if (stepsIn(root).length > 0) return;
  removeFolder(binFolder(root), isProgram);
  removeFolder(root, () => false);
}
