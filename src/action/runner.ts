import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as core from '@actions/core';
import { type Send, send } from './exchange-client.ts';
import { inert, messageOf } from './one-line.ts';
import { STATE_NAME } from './state.ts';

/** Everything that the two programs touch outside themselves. */
export interface Runner {
  input(name: string): string;
  env(name: string): string | undefined;
  /** The webhook payload of the event that started the workflow; undefined if there is none. */
  event(): unknown;
  /** State that main saved, for post. */
  state(): string;

  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since the program started, which no change of the clock disturbs. */
  elapsed(): number;
  random(): number;
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  send: Send;

  /** Aborted when the job is being cancelled: begin nothing new. The reason is the signal's name. */
  cancelled: AbortSignal;
  /** Aborted a little later: leave what is still in flight. */
  cutOff: AbortSignal;

  mask(secret: string): void;
  saveState(value: string): void;
  output(name: string, value: string): void;
  exportVariable(name: string, value: string): void;
  info(text: string): void;
  warn(title: string, text: string): void;
  fail(title: string, text: string): void;
  summarize(markup: string): void;
}

/**
 * The runner sends SIGINT when a job is cancelled, SIGTERM 7.5 s and SIGKILL 10 s after it. An
 * exchange in flight gets this long, so that a token that it still issues can be revoked.
 */
const CUT_OFF_AFTER = 3_000;

const EXIT_CODES: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };

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
  const { cancelled, cutOff } = listenForCancellation();
  const code = await program(createRunner(cancelled, cutOff));
  // Sockets of abandoned tries must not hold the step open.
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit(cancelled.aborted ? EXIT_CODES[cancelled.reason] : code);
}

function listenForCancellation(): { cancelled: AbortSignal; cutOff: AbortSignal } {
  const cancelled = new AbortController();
  const cutOff = new AbortController();
  for (const name of Object.keys(EXIT_CODES)) {
    process.on(name, () => {
      if (cancelled.signal.aborted) return;
      cancelled.abort(name);
      setTimeout(() => cutOff.abort(name), CUT_OFF_AFTER).unref();
    });
  }
  return { cancelled: cancelled.signal, cutOff: cutOff.signal };
}

function createRunner(cancelled: AbortSignal, cutOff: AbortSignal): Runner {
  return {
    input: (name) => core.getInput(name),
    env: (name) => process.env[name],
    event: readEvent,
    state: () => core.getState(STATE_NAME),
    now: () => Date.now(),
    // Not performance.now(): the first touch of `performance` loads all of perf_hooks.
    elapsed: () => process.uptime() * 1000,
    random: () => Math.random(),
    pause: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    send,
    cancelled,
    cutOff,
    mask: (secret) => core.setSecret(secret),
    saveState: (value) => core.saveState(STATE_NAME, value),
    output: (name, value) => core.setOutput(name, value),
    exportVariable: (name, value) => core.exportVariable(name, value),
    info: (text) => core.info(inert(text)),
    warn: (title, text) => core.warning(text, { title }),
    fail: (title, text) => core.error(text, { title }),
    summarize,
  };
}

function readEvent(): unknown {
  const path = process.env.GITHUB_EVENT_PATH;
  if (!path) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A summary is a courtesy: a host without job summaries must not fail the step. */
function summarize(markup: string): void {
  try {
    appendFileSync(process.env.GITHUB_STEP_SUMMARY ?? '', `${markup}\n`);
  } catch (error) {
    core.info(`No job summary was written: ${messageOf(error)}`);
  }
}
