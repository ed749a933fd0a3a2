import { dirname, join, resolve } from 'node:path';
import type { ExchangeTerms } from '../exchange/exchange.ts';
import { Failure } from '../failure/failure.ts';
import { messageOf, oneLine } from '../failure/one-line.ts';
import { makeFolder } from '../system/own-folder.ts';
import type { Runner } from '../system/port.ts';
import { writeAtomically } from './atomic-file.ts';
import { register } from './config-change.ts';
import { configPath } from './config-file.ts';
import { helperEnvironment } from './helper-environment.ts';
import { binFolder, claimStepFolder, holdToken, writeSettings } from './helper-folder.ts';
import { helperProgram } from './helper-program.ts';
import { tryHelper } from './helper-trial.ts';
import { warnOfOtherLogins } from './other-logins.ts';
import type { DockerState } from './undo.ts';

/** What Docker is to log in with, and where. */
export interface DockerLogin {
  registries: string[];
  /** Undefined: there is none. */
  token: string | undefined;
  endsAt: Date | undefined;
  /** How to get another token; undefined: there is none to be had. */
  terms: ExchangeTerms | undefined;
}

/**
 * From here on Docker asks our helper when it pushes to, or pulls from, one of the registries.
 * `save` hands to post what it has to undo, which is returned as well. Undefined if nothing is done.
 */
export async function makeDockerReady(
  runner: Runner,
  { registries, token, ...login }: DockerLogin,
  save: (state: DockerState) => void,
): Promise<DockerState | undefined> {
  if (!token) {
    runner.info('Dockpass: there is no token, so Docker is left as it is.');
    return undefined;
  }
  try {
    const config = configPath(runner);
    const root = rootFor(runner);
    const folder = claimStepFolder(root);
    const state = { folder, config };
    // Whatever fails from here on, post takes it back.
    save(state);
    leaveForHelper(folder, { registries, token, ...login }, runner.now());
    const bin = installProgram(runner, root);
    await tryHelper(runner, bin, registries);
    runner.addPath(bin);
    await register(runner, config, folder, registries);
    runner.info(`Dockpass: Docker takes its login to ${registries.join(', ')} from this step.`);
    warnOfOtherLogins(runner, registries);
    return state;
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('docker_not_ready', messageOf(error));
  }
}

/** Docker starts no program by a relative path, and GITHUB_PATH has a path a line. */
function rootFor(runner: Runner): string {
  const temp = runner.env('RUNNER_TEMP');
  if (!temp) throw new Failure('docker_not_ready', 'The runner has set no RUNNER_TEMP.');
  const root = join(resolve(temp), 'dockpass');
  if (!/\p{Cc}/u.test(root)) return root;
  const fault = `RUNNER_TEMP (${oneLine(temp)}) has a control character in it.`;
  throw new Failure('docker_not_ready', fault);
}

function leaveForHelper(
  folder: string,
  { registries, token, endsAt, terms }: DockerLogin & { token: string },
  now: number,
) {
  writeSettings(folder, { registries, ...(terms && { terms: termsAlone(terms) }) });
  holdToken(folder, { token, obtainedAt: now, ...(endsAt && { endsAt: endsAt.getTime() }) });
}

/** The caller's object may have more to it, such as a fallback token. */
function termsAlone(terms: ExchangeTerms): ExchangeTerms {
  const { protocol, exchangeUrl, audience, projects, permissions, lifetime, timeout } = terms;
  return { protocol, exchangeUrl, audience, projects, permissions, lifetime, timeout };
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
