import type { OwnClaims } from './claims.ts';
import type { ErrorCode } from './error-codes.ts';
import { messageOf } from './one-line.ts';

/** How often and how soon another try makes sense. Times are milliseconds. */
export interface Retry {
  /** Tries in all, the first included. */
  tries: number;
  /** The shortest pause: ours, or what the server asked for with `Retry-After`. */
  least: number;
  /** The most that chance adds to the first pause; doubled for each later one. */
  spread: number;
  /** The most that it ever adds. */
  maxSpread: number;
}

/** What three clocks said when a refusal came; milliseconds since the epoch. */
export interface Clocks {
  /** `Date` of the answer, RFC 9110 section 6.6.1. */
  exchange: number;
  runner: number;
  /** `iat` of the ID token that was refused. */
  github?: number | undefined;
}

export interface FailureDetails {
  /** Another try may help, within these limits; absent: it would end the same way. */
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
  /** It is about a certificate that nothing on this runner vouches for. */
  untrusted?: boolean;
  /** The build token had been handed to the later steps, and lives. */
  handedOver?: boolean;
  /** YAML that repairs the workflow. */
  paste?: string;
  cause?: unknown;
}

/**
 * The one way in which the action ends without what it was asked for. `message` says what was seen, in
 * full sentences, without secrets and in one line wherever it repeats somebody else's words.
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
