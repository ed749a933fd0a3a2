/** Causes for which an administrative request is not carried out; docs/problems.md explains each. */
export const PROBLEMS = [
  'invalid_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'taken',
  'conflict',
  'gone',
  'quota_exceeded',
  'precondition_failed',
  'idempotency_key_reused',
  'keys_unavailable',
] as const;

export type ProblemCode = (typeof PROBLEMS)[number];

/** What is wrong at one place of a request. */
export interface Fault {
  /** JSON Pointer (RFC 6901) into the body, or into the query as an object: `/limit`. */
  at: string;
  /** `is wrong; do this instead`. */
  detail: string;
}

/** How an administrative request ends without being carried out. `message` is public. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly faults: readonly Fault[];

  constructor(code: ProblemCode, message: string, faults: readonly Fault[] = []) {
    super(message);
    this.code = code;
    this.faults = faults;
  }
}

/** The same words whether it never existed or belongs to somebody else. */
export function notFound(): Problem {
  return new Problem('not_found', 'There is no such thing, or it is not yours to see.');
}
