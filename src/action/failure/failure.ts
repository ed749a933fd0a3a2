import type { Clocks } from '../clock.ts';
import type { Retry } from '../exchange/retry.ts';
import type { OwnClaims } from './claims.ts';
import type { ErrorCode } from './error-codes.ts';
import { messageOf } from './one-line.ts';

export interface FailureDetails {
  /** Another try may help, under this rule; absent: it would end the same way. */
  retry?: Retry;
  /** Base URL of the exchange that took part in it. */
  exchange?: string;
  /** What the refused request asked for, in words. */
  asked?: string;
  /** The audit event of the refusal, which an administrator of the exchange can open. */
  reference?: string;
  /** Names of the claims that the exchange refused. */
  failedClaims?: readonly string[];
  /** What the refused ID token said about the job. */
  claims?: OwnClaims;
  /** What the clocks said when the answer came. */
  clocks?: Clocks;
  /** What to do next, where it is something else than the code's usual advice. */
  next?: string;
  /** The build token had been handed to the later steps, and lives. */
  handedOver?: boolean;
  /** YAML that repairs the workflow. */
  paste?: string;
  cause?: unknown;
}

/**
 * The one way in which the action ends without a pass. `message` says what was seen, in full
 * sentences, without secrets and in one line wherever it repeats somebody else's words.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ErrorCode;
  readonly details: FailureDetails;

  constructor(code: ErrorCode, message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.details = details;
  }

  /** The same failure with more known about it. */
  with(details: FailureDetails): Failure {
    return new Failure(this.code, this.message, { ...this.details, ...details });
  }
}

/** Anything that was thrown, as a failure. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('unexpected_error', messageOf(error), { cause: error });
}
