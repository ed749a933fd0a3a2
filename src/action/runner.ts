import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import { createSend } from './exchange/exchange-client.ts';
import { inert, messageOf } from './failure/one-line.ts';
import { STATE_NAME } from './state.ts';
import { EXIT_CODES, listenForCancellation } from './system/cancellation.ts';
import type { Cancellation, Runner } from './system/port.ts';
import { appendWithoutWaiting, readRegularFile } from './system/regular-file.ts';

/**
 * Runs one of the programs as a step and ends the process with the code that it returns, or with
 * `codeIfLost` should it ever wait for something that can no longer happen: Node ends by itself
 * then, and its own choice is 0, a step that is green without a token.
 */
export async function runStep(
  program: (runner: Runner) => Promise<number>,
  codeIfLost: number,
): Promise<void> {
  process.exitCode = codeIfLost;
  const cancellation = listenForCancellation();
  const { cancelled } = cancellation;
  const code = await program(createRunner(cancellation));
  // Sockets of abandoned tries must not hold the step open.
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit(cancelled.aborted ? EXIT_CODES[cancelled.reason] : code);
}

function createRunner(cancellation: Cancellation): Runner {
  const env = (name: string) => process.env[name];
  return {
    ...cancellation,
    input: (name) => readInput(env, name),
    env,
    event: readEvent,
    state: () => core.getState(STATE_NAME),
    home: homedir,
    process: {
      platform: process.platform,
      node: process.execPath,
      version: process.versions.node,
      entry: process.argv[1] ?? '',
    },
    now: () => Date.now(),
    // Not performance.now(): the first touch of `performance` loads all of perf_hooks.
    elapsed: () => process.uptime() * 1000,
    random: () => Math.random(),
    pause: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    send: createSend(process.env),
    mask: (secret) => core.setSecret(secret),
    saveState: (value) => writing('GITHUB_STATE', () => core.saveState(STATE_NAME, value)),
    output: (name, value) => writing('GITHUB_OUTPUT', () => core.setOutput(name, value)),
    exportVariable: (name, value) => writing('GITHUB_ENV', () => core.exportVariable(name, value)),
    addPath: (folder) => writing('GITHUB_PATH', () => core.addPath(folder)),
    info: (text) => core.info(inert(text)),
    notice: annotating(core.notice),
    warn: annotating(core.warning),
    fail: annotating(core.error),
    summarize,
  };
}

/**
 * What action.yml says of the inputs whose name has a hyphen. Some shells drop variables with such
 * names from the environment (dash does), and a missing input means its default, not "empty".
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  'export-env': 'BUILD_TOKEN',
  'on-unavailable': 'fail',
};

/** An input as the runner hands it over: `INPUT_` and its name in upper case, hyphens kept. */
function readInput(env: (name: string) => string | undefined, input: string): string {
  return env(`INPUT_${input.toUpperCase()}`)?.trim() ?? DEFAULTS[input] ?? '';
}

/** An error of the file system has a path that nobody knows; the variable says whose it is. */
function writing(variable: string, write: () => void): void {
  try {
    // @actions/core would wait for ever where nobody reads the pipe.
    const stats = statSync(process.env[variable] ?? '', { throwIfNoEntry: false });
    if (stats?.isFIFO()) throw new Error('it is a pipe');
    write();
  } catch (error) {
    throw new Error(`The runner's file ${variable} can't be written: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** The title shows beside the annotation only: the log prints the message and nothing else. */
function annotating(command: typeof core.notice): Runner['notice'] {
  return (headline, text) => command(`${headline}\n${text}`, { title: 'Dockpass' });
}

/** GitHub caps payloads at 25 MB. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;

function readEvent(): unknown {
  return JSON.parse(readRegularFile(process.env.GITHUB_EVENT_PATH ?? '', MAX_EVENT_BYTES).text);
}

/** A summary is a courtesy: a host without job summaries must not fail the step. */
function summarize(markup: string): void {
  try {
    writing('GITHUB_STEP_SUMMARY', () =>
      appendWithoutWaiting(process.env.GITHUB_STEP_SUMMARY ?? '', `${markup}\n`),
    );
  } catch (error) {
    core.info(`There is no job summary. ${messageOf(error)}`);
  }
}
