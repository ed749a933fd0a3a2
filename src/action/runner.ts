import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import { createSend, type Send } from './exchange/exchange-client.ts';
import { inert, messageOf } from './failure/one-line.ts';
import { readInput } from './input-defaults.ts';
import { STATE_NAME } from './state.ts';
import { type Cancellation, EXIT_CODES, listenForCancellation } from './system/cancellation.ts';
import { appendWithoutWaiting, readRegularFile } from './system/regular-file.ts';

/** Where and by what this process runs. */
export interface ProcessFacts {
  platform: NodeJS.Platform;
  /** Path of the Node that runs us. */
  node: string;
  /** Its version, without a `v`. */
  version: string;
  /** Path of the script that it was started with. */
  entry: string;
}

/** Everything that the two programs touch outside themselves. */
export interface Runner extends Cancellation {
  input(name: string): string;
  env(name: string): string | undefined;
  /** The webhook payload of the event that started the workflow; throws if it can't be read. */
  event(): unknown;
  /** State that main saved, for post. */
  state(): string;
  /** The user's folder, as Docker finds it. */
  home(): string;
  process: ProcessFacts;

  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since the program started, which no change of the clock disturbs. */
  elapsed(): number;
  random(): number;
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  send: Send;

  mask(secret: string): void;
  saveState(value: string): void;
  output(name: string, value: string): void;
  exportVariable(name: string, value: string): void;
  /** Later steps find programs there before anywhere else. */
  addPath(folder: string): void;
  info(text: string): void;
  /** Each begins with its headline, in the log and beside the annotation. */
  notice(headline: string, text: string): void;
  warn(headline: string, text: string): void;
  fail(headline: string, text: string): void;
  summarize(markup: string): void;
}

/** As much of it as asking for a token takes, and giving one back. */
export type Asking = Cancellation &
  Pick<Runner, 'env' | 'now' | 'elapsed' | 'random' | 'pause' | 'send' | 'mask' | 'info' | 'warn'>;

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
    notice: (headline, text) => core.notice(`${headline}\n${text}`, ANNOTATION),
    warn: (headline, text) => core.warning(`${headline}\n${text}`, ANNOTATION),
    fail: (headline, text) => core.error(`${headline}\n${text}`, ANNOTATION),
    summarize,
  };
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
const ANNOTATION = { title: 'Dockpass' } as const;

/** GitHub caps payloads at 25 MB. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;

function readEvent(): unknown {
  return JSON.parse(readRegularFile(process.env.GITHUB_EVENT_PATH ?? '', MAX_EVENT_BYTES).text);
}

/** A summary is a courtesy: a host without job summaries must not fail the step. */
function summarize(markup: string): void {
  try {
    writing('GITHUB_STEP_SUMMARY', () =>
      appendWithoutWaiting(
        process.env.GITHUB_STEP_SUMMARY ?? '',
        `${markup}
`,
      ),
    );
  } catch (error) {
    core.info(`There is no job summary. ${messageOf(error)}`);
  }
}
