import type { OwnCode } from '../failure/error-codes.ts';
import { Failure, type FailureDetails } from '../failure/failure.ts';
import type { RequestRunner, SendLimits } from '../system/port.ts';
import {
  type FaultKind,
  NetworkFault,
  PROXY_FAULTS,
  type ProxyFaultKind,
} from './network-fault.ts';
import { pauseBefore, TRANSIENT } from './retry.ts';

/** Milliseconds. */
export interface Deadline {
  /** As the runner's `elapsed` counts. */
  end: number;
  /** The most that one try may take. */
  perTry: number;
}

/** One hanging connection must not use up the whole deadline, nor a slow one be cut off early. */
const TRY_SHARE = 1 / 3;
const LEAST_TRY = 5_000;

/** `timeout`: seconds from now. */
export function deadlineIn(runner: Pick<RequestRunner, 'elapsed'>, timeout: number): Deadline {
  const whole = timeout * 1000;
  return { end: runner.elapsed() + whole, perTry: Math.max(LEAST_TRY, whole * TRY_SHARE) };
}

/** Of one request of a try that begins now. */
export function limitsWithin(
  runner: Pick<RequestRunner, 'elapsed'>,
  { end, perTry }: Deadline,
  unless: AbortSignal,
): SendLimits {
  const left = Math.max(1, end - runner.elapsed());
  return { within: Math.min(left, perTry), unless };
}

/** Tries until there is a result, a final answer, or no time left. */
export async function tryUntil<Result>(
  runner: RequestRunner,
  { end }: Deadline,
  tryOnce: () => Promise<Result>,
): Promise<Result> {
  let seen: unknown;
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryOnce();
    } catch (error) {
      // A try that the deadline cut short tells less than the one before it.
      if (seen && ranOutOfTime(error) && runner.elapsed() >= end) throw seen;
      seen = error;
      await pauseOrThrow(runner, error, tries, end);
    }
  }
}

function ranOutOfTime(error: unknown): boolean {
  const cause = error instanceof Failure ? error.cause : undefined;
  return cause instanceof NetworkFault && cause.kind === 'timeout';
}

async function pauseOrThrow(runner: RequestRunner, error: unknown, tries: number, end: number) {
  const retry = error instanceof Failure ? error.details.retry : undefined;
  const pause = retry && pauseBefore(retry, tries, runner.random);
  if (!(error instanceof Failure) || pause === undefined) throw error;
  if (runner.elapsed() + pause >= end) throw error;
  runner.info(`${error.message} Trying again in ${(pause / 1000).toFixed(1)} s.`);
  await runner.pause(pause, runner.cancelled);
}

/**
 * A fault below HTTP as a failure. `code` and `seen` are about whoever was asked; a proxy on the way
 * there has codes and a sentence of its own.
 */
export function networkFailure(
  fault: NetworkFault,
  code: OwnCode,
  seen: string,
  details: FailureDetails = {},
): Failure {
  const { kind, message, final } = fault;
  const known = { ...(!final && { retry: TRANSIENT }), cause: fault };
  if (isProxyFault(kind)) return new Failure(kind, `${capitalized(message)}.`, known);
  return new Failure(code, seen, { ...details, ...known });
}

function isProxyFault(kind: FaultKind): kind is ProxyFaultKind {
  return PROXY_FAULTS.some((fault) => fault === kind);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
