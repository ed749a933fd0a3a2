import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSend } from '../exchange/exchange-client.ts';
import { pageOf } from '../failure/error-codes.ts';
import { Failure } from '../failure/failure.ts';
import { inert } from '../failure/one-line.ts';
import { listenForCancellation } from '../system/cancellation.ts';
import type { RequestRunner } from '../system/port.ts';
import type { HeldToken, StepFolder } from './helper-folder.ts';
import { renew } from './renew.ts';

/** The helper as a process of its own, which may be told to end while an exchange is under way. */
export async function renewInProcess(step: StepFolder): Promise<HeldToken> {
  try {
    return await renew(createRequestRunner(), step);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Error(`${error.message} (${error.code}, ${pageOf(error.code)})`, { cause: error });
  }
}

function createRequestRunner(): RequestRunner {
  const env = (name: string) => process.env[name];
  const say = (text: string) => writeSync(2, `${inert(text)}\n`);
  return {
    env,
    now: () => Date.now(),
    elapsed: () => process.uptime() * 1000,
    random: () => Math.random(),
    pause: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    send: createSend(process.env),
    ...listenForCancellation(),
    // Neither stream reaches the runner for certain, and a file that takes one would keep the
    // secret. What is obtained here leaves through Docker's pipe and the files of helper-folder.ts.
    mask: () => undefined,
    info: say,
    warn: (title, text) => say(`${title}. ${text}`),
  };
}
