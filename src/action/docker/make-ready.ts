import { dirname, join, resolve } from 'node:path';
import { Failure } from '../failure/failure.ts';
import { messageOf, oneLine } from '../failure/one-line.ts';
import type { Inputs } from '../inputs.ts';
import type { Pass } from '../pass.ts';
import type { Runner } from '../runner.ts';
import type { State } from '../state.ts';
import { makeFolder } from '../system/own-folder.ts';
import { writeAtomically } from './atomic-file.ts';
import { register } from './config-change.ts';
import { configPath } from './config-file.ts';
import { helperEnvironment } from './helper-environment.ts';
import {
  binFolder,
  claimStepFolder,
  helperRoot,
  holdToken,
  writeSettings,
} from './helper-folder.ts';
import { helperProgram } from './helper-program.ts';
import { tryHelper } from './helper-trial.ts';
import { warnOfOtherLogins } from './other-logins.ts';

/**
 * From here on Docker asks our helper when it pushes to, or pulls from, one of the registries.
 * `state` is what has been saved for post already; returned is what is saved with our part.
 */
export async function makeDockerReady(
  runner: Runner,
  inputs: Inputs,
  pass: Pass,
  state: State,
): Promise<State> {
  const { registries } = inputs;
  if (!pass.token) {
    runner.info('Dockpass: there is no token, so Docker is left as it is.');
    return state;
  }
  try {
    const config = configPath(runner);
    const root = rootFor(runner);
    const folder = claimStepFolder(root);
    const saved = { ...state, docker: { folder, config } };
    // Whatever fails from here on, post takes it back.
    runner.saveState(JSON.stringify(saved));
    leaveForHelper(runner, folder, inputs, pass, pass.token);
    const bin = installProgram(runner, root);
    await tryHelper(runner, bin, registries);
    runner.addPath(bin);
    await register(runner, config, folder, registries);
    runner.info(`Dockpass: Docker takes its login to ${registries.join(', ')} from this step.`);
    warnOfOtherLogins(runner, registries);
    return saved;
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('docker_not_ready', messageOf(error));
  }
}

/** Docker starts no program by a relative path, and GITHUB_PATH has a path a line. */
function rootFor(runner: Runner): string {
  const temp = runner.env('RUNNER_TEMP');
  if (!temp) throw new Failure('docker_not_ready', 'The runner has set no RUNNER_TEMP.');
  const root = helperRoot(resolve(temp));
  if (!/\p{Cc}/u.test(root)) return root;
  const fault = `RUNNER_TEMP (${oneLine(temp)}) has a control character in it.`;
  throw new Failure('docker_not_ready', fault);
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
  makeFolder(folder);
  const { platform, node, entry } = runner.process;
  const script = join(dirname(entry), '../docker-credential-dockpass/index.js');
  const environment = helperEnvironment(runner.env);
  const { name, text } = helperProgram(platform, { node, script, root, environment });
  writeAtomically(join(folder, name), text, { mode: 0o700 });
  return folder;
}
