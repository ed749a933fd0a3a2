import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isMembers } from '../exchange/answer.ts';
import { Failure } from '../failure/failure.ts';
import { oneLine } from '../failure/one-line.ts';
import type { Runner } from '../system/port.ts';
import { PROGRAM_NAME } from './helper-program.ts';

/** Milliseconds. Node starts in a twentieth of a second; a busy machine takes its time. */
const LIMIT = 30_000;

/**
 * Starts the helper as Docker will, by its name, and asks it for its registries. Throws a Failure
 * that says why Docker could not, so that nothing is announced which does not work.
 */
export async function tryHelper(
  runner: Pick<Runner, 'env' | 'cancelled' | 'process'>,
  bin: string,
  registries: readonly string[],
): Promise<void> {
  const answer = await start(runner, bin).catch((error) => {
    throw unusable(bin, whyNot(error), error);
  });
  const known = parse(answer);
  if (!registries.every((registry) => Object.hasOwn(known, registry)))
    throw unusable(bin, `answered "${oneLine(answer)}"`);
}

/** PATH leads to it and to nothing else: another job's helper is no proof of ours. */
async function start(runner: Pick<Runner, 'env' | 'cancelled' | 'process'>, bin: string) {
  const windows = ['SystemRoot', 'PATHEXT'].map((name) => [name, runner.env(name)]);
  const { stdout } = await promisify(execFile)(PROGRAM_NAME, ['list'], {
    env: { ...Object.fromEntries(windows.filter(([, value]) => value)), PATH: bin },
    // Node starts batch files by way of cmd.exe only.
    shell: runner.process.platform === 'win32',
    signal: runner.cancelled,
    timeout: LIMIT,
    killSignal: 'SIGKILL',
  });
  return stdout;
}

interface StartFailure {
  /** Of the system, or the exit code. */
  code?: string | number | null;
  killed?: boolean;
  stderr?: string;
  message: string;
}

function whyNot({ code, killed, stderr, message }: StartFailure): string {
  if (killed) return `did not answer within ${LIMIT / 1000} s`;
  if (code === 'EACCES') return 'may not be run there: the folder may be mounted with `noexec`';
  if (code === 'ENOENT')
    return "is not found there: the folder's name may contain the separator of PATH, or /bin/sh is missing";
  return `does not start: ${oneLine(stderr || message)}`;
}

function unusable(bin: string, why: string, cause?: unknown): Failure {
  const message = `Docker's credential helper ${PROGRAM_NAME} in ${oneLine(bin)} ${why}.`;
  return new Failure('docker_not_ready', message, { next: NEXT, cause });
}

const NEXT =
  "Give the runner a folder for temporary files (RUNNER_TEMP) that programs can run in, or leave out `registry` and log in with docker/login-action and this step's outputs.";

function parse(answer: string): object {
  try {
    const members: unknown = JSON.parse(answer);
    return isMembers(members) ? members : {};
  } catch {
    return {};
  }
}
