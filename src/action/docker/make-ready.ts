import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.ts';
import type { Inputs } from '../inputs.ts';
import { messageOf } from '../one-line.ts';
import type { Pass } from '../pass.ts';
import type { Runner } from '../runner.ts';
import type { State } from '../state.ts';
import { writeAtomically } from './atomic-file.ts';
import { recordChange } from './config-change.ts';
import { configPath, readConfigFile, unusable, writeConfigFile } from './config-file.ts';
import { credHelpersOf, previousHelpers, withHelper } from './cred-helpers.ts';
import {
  binFolder,
  claimStepFolder,
  helperRoot,
  holdToken,
  writeSettings,
} from './helper-folder.ts';
import { helperProgram } from './helper-program.ts';

/**
 * From here on Docker asks our helper when it pushes to, or pulls from, one of the registries.
 * `state` is what has been saved for post already; returned is what is saved with our part.
 */
export function makeDockerReady(runner: Runner, inputs: Inputs, pass: Pass, state: State): State {
  const { registries } = inputs;
  if (!pass.token) {
    runner.info('Dockpass: there is no token, so Docker is left as it is.');
    return state;
  }
  try {
    const root = rootFor(runner);
    const folder = claimStepFolder(root);
    const saved = { ...state, docker: { folder } };
    // Whatever fails from here on, post takes it back.
    runner.saveState(JSON.stringify(saved));
    leaveForHelper(runner, folder, inputs, pass, pass.token);
    runner.addPath(installProgram(runner, root));
    register(runner, folder, registries);
    runner.info(`Dockpass: Docker takes its login to ${registries.join(', ')} from this step.`);
    return saved;
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('docker_not_ready', messageOf(error));
  }
}

function rootFor(runner: Runner): string {
  const temp = runner.env('RUNNER_TEMP');
  if (!temp) throw new Failure('docker_not_ready', 'The runner has set no RUNNER_TEMP.');
  return helperRoot(temp);
}

/** A token that no exchange issued has no successor. */
function leaveForHelper(runner: Runner, folder: string, inputs: Inputs, pass: Pass, token: string) {
  const { registries, protocol, exchangeUrl, audience, projects, permissions, lifetime, timeout } =
    inputs;
  const terms = { protocol, exchangeUrl, audience, projects, permissions, lifetime, timeout };
  writeSettings(folder, { registries, ...(pass.source === 'oidc' && { terms }) });
  const endsAt = pass.expiresAt?.getTime();
  holdToken(folder, { token, obtainedAt: runner.now(), ...(endsAt !== undefined && { endsAt }) });
}

function installProgram(runner: Runner, root: string): string {
  const folder = binFolder(root);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { platform, node, entry } = runner.process;
  const script = join(dirname(entry), '../docker-credential-dockpass/index.js');
  const { name, text } = helperProgram(platform, node, script, root);
  writeAtomically(join(folder, name), text, { mode: 0o700 });
  return folder;
}

/** The record comes first: a change that post does not know of would outlive the job. */
function register(runner: Runner, folder: string, registries: readonly string[]): void {
  const file = readConfigFile(configPath(runner));
  const helpers = credHelpersOf(file.members);
  if (!helpers) throw unusable(file.path, 'has `credHelpers` that are not a JSON object');
  const change = {
    path: file.path,
    made: !file.exists,
    previous: previousHelpers(helpers, registries),
  };
  recordChange(folder, change);
  const madeFolder = writeConfigFile(file, withHelper(file.members, helpers, registries));
  if (madeFolder) recordChange(folder, { ...change, madeFolder });
}
